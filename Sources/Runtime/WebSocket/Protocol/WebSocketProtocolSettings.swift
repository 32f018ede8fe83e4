/// Which end of the connection a protocol speaks for (RFC 6455 §5.1: clients mask, servers do not).
package enum WebSocketRole: UInt8, Sendable {
    /// Expects masked frames and sends bare ones.
    case server
    /// Expects bare frames and masks its own.
    case client
}

/// What a `WebSocketProtocol` is made from.
package struct WebSocketProtocolSettings: Sendable {
    /// The end it speaks for (default: server).
    package var role: WebSocketRole
    /// The largest message in bytes, inflated if it came deflated (default 65,536). A longer one fails with 1009.
    package var maxMessage: Int
    /// The largest frame in bytes, as on the wire (default: `maxMessage`). A longer one fails with 1009.
    package var maxFrame: Int
    /// What the handshake agreed on for permessage-deflate (default: nothing, so no compression).
    package var deflate: WebSocketDeflateParameters?
    /// Shorter payloads, in bytes, are sent as they are (default 512).
    package var deflateThreshold: Int

    /// Makes settings; negative limits count as 0.
    package init(
        role: WebSocketRole = .server, maxMessage: Int = 65_536, maxFrame: Int? = nil,
        deflate: WebSocketDeflateParameters? = nil, deflateThreshold: Int = 512
    ) {
        self.role = role
        self.maxMessage = max(0, maxMessage)
        self.maxFrame = max(0, maxFrame ?? maxMessage)
        self.deflate = deflate
        self.deflateThreshold = deflateThreshold
    }
}
