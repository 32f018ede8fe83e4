package import NIOCore

/// What a WebSocket route does with a handshake: the hub implements it, the server drives it.
package protocol WebSocketEndpoint: Sendable {
    /// Origins, subprotocols and compression that the handshake is checked against.
    var policy: HandshakePolicy { get }
    /// Decodes the input, takes a place under the limits, asks the user's `connecting`.
    ///
    /// - Throws: `HTTPError` or `ValidationFailure` to refuse.
    func admit(_ request: Request, _ context: RequestContext) async throws -> any WebSocketAdmission
}

/// A client that may come in; exactly one of its methods is called, once.
package protocol WebSocketAdmission: Sendable {
    /// On the channel's event loop, after the 101 was written and flushed and the HTTP handler has left the pipeline.
    ///
    /// - Parameter leftover: bytes that came behind the request.
    func open(on channel: any Channel, leftover: ByteBuffer, handshake: NegotiatedHandshake)
    /// The connection died before it opened: gives back what `admit` took.
    func abandon()
}
