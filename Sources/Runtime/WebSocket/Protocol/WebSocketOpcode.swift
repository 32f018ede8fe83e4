/// What a frame carries (RFC 6455 §5.2).
package enum WebSocketOpcode: UInt8, Sendable {
    /// The next piece of a fragmented message.
    case continuation = 0x0
    /// A text message, or its first piece.
    case text = 0x1
    /// A binary message, or its first piece.
    case binary = 0x2
    /// The close handshake.
    case close = 0x8
    /// A question whether the peer is alive.
    case ping = 0x9
    /// The answer to a ping, or an unasked sign of life.
    case pong = 0xA

    /// The opcode that starts a message of this kind.
    package init(_ kind: WebSocketMessageKind) { self = kind == .text ? .text : .binary }
}

/// The two kinds of message an application sees (RFC 6455 §5.6).
public enum WebSocketMessageKind: UInt8, Sendable {
    /// UTF-8 text.
    case text = 0x1
    /// Any bytes.
    case binary = 0x2
}
