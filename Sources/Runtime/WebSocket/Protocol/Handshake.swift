/// What a handshake is checked against (RFC 6455 §4.2.2).
package struct HandshakePolicy: Sendable {}

/// What a handshake agreed on.
package struct NegotiatedHandshake: Sendable {}
