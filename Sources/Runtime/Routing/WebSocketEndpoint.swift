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
    ///   - isPlainSocket: the bytes of the channel are those of its socket, as they are with neither TLS nor HTTP/2
    ///     between: whoever takes the connection may then use the socket without the channel.
    ///   - response: the 101, to be sent when the connection is ready for whatever comes from then on; empty if that was
    ///     said already.
    ///   - leftover: bytes that came behind the request.
    ///   - access: logs how the WebSocket ends; nil if nobody wants to know.
    func open(
        on channel: any Channel, isPlainSocket: Bool, response: ByteBuffer, leftover: ByteBuffer,
        handshake: NegotiatedHandshake, access: AccessTicket?)
    /// On the stream's event loop: the same on a stream of HTTP/2.
    func open(on stream: WebSocketStream, handshake: NegotiatedHandshake, access: AccessTicket?)
    /// The connection died before it opened: gives back what `admit` took.
    func abandon()
}

extension WebSocketAdmission {
    /// Takes no streams.
    package func open(on stream: WebSocketStream, handshake: NegotiatedHandshake, access: AccessTicket?) {
        abandon()
        stream.cancel()
    }
}
