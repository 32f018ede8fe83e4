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
    /// On the channel's event loop, after everything before was written and the HTTP handler has left the pipeline.
    ///
    /// - Parameters:
    ///   - response: the 101, to be sent when the connection is ready for whatever comes from then on.
    ///   - leftover: bytes that came behind the request.
    func open(on channel: any Channel, response: ByteBuffer, leftover: ByteBuffer, handshake: NegotiatedHandshake)
    /// The connection died before it opened: gives back what `admit` took.
    func abandon()
}
