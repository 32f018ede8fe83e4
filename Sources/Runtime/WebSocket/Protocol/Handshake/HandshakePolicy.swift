/// What a route wants of a client that opens a WebSocket on it.
package struct HandshakePolicy: Sendable {
    /// Which pages may connect (default: those of the same host).
    package var origins: WebSocketOriginPolicy
    /// The subprotocols spoken here, the preferred one first (default: none).
    package var subprotocols: [String]
    /// Whether a client that offers none of them is refused (default: it is not, and none is chosen).
    package var requiresSubprotocol: Bool
    /// What to agree on for compression (default: nothing).
    package var deflate: WebSocketDeflateSettings?

    /// Makes a policy; what is not given has its default.
    package init(
        origins: WebSocketOriginPolicy = .sameHost, subprotocols: [String] = [], requiresSubprotocol: Bool = false,
        deflate: WebSocketDeflateSettings? = nil
    ) {
        self.origins = origins
        self.subprotocols = subprotocols
        self.requiresSubprotocol = requiresSubprotocol
        self.deflate = deflate
    }
}

/// What client and server agreed on in the opening handshake.
package struct NegotiatedHandshake: Equatable, Sendable {
    /// The subprotocol chosen, if any.
    package var subprotocol: String?
    /// The parameters of permessage-deflate, if it is used.
    package var deflate: WebSocketDeflateParameters?

    /// Makes one; by default nothing was agreed on.
    package init(subprotocol: String? = nil, deflate: WebSocketDeflateParameters? = nil) {
        self.subprotocol = subprotocol
        self.deflate = deflate
    }
}
