/// A message that a hub can send.
///
/// Types that are `JSONEncodable` go out as text without further work.
public protocol HubSendable: Sendable {
    /// Whether it goes out as text or as binary.
    var kind: WebSocketMessageKind { get }
    /// Lends the message's bytes; text must be UTF-8.
    func withEncodedBytes(_ body: (UnsafeRawBufferPointer) -> Void)
}

extension HubSendable where Self: JSONEncodable {
    /// JSON is text.
    public var kind: WebSocketMessageKind { .text }

    /// Lends the message as JSON.
    public func withEncodedBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        // A loop has a writer whose memory is used again and again.
        var writer = HubLoop.current?.writer.take() ?? JSONWriter()
        writer.reset()
        encode(to: &writer)
        writer.withBytes(body)
        if let loop = HubLoop.current, writer.byteCount <= 1 << 20 { loop.writer = consume writer }
    }
}

extension HubSendable {
    /// The message as one frame.
    @inline(__always)
    var frame: FrameBuffer {
        // What was received is sent as it is, without a copy.
        if Self.self == WebSocketMessage.self, let message = self as? WebSocketMessage { return message.frame }
        var frame: FrameBuffer?
        let opcode: WebSocketOpcode = kind == .text ? .text : .binary
        withEncodedBytes { frame = FrameBuffer.frame(opcode, $0) }
        return frame ?? FrameBuffer.frame(opcode, UnsafeRawBufferPointer(start: nil, count: 0))
    }
}
