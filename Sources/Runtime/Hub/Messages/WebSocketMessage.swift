/// A message as it stands on the wire: its kind and its bytes, whatever they mean.
///
/// A copy costs a reference; relaying one that was received sends the very bytes that were read.
public struct WebSocketMessage: Sendable {
    /// Whether it is text or binary.
    public let kind: WebSocketMessageKind
    /// The payload, with its frame header before it.
    let frame: FrameBuffer

    /// A text message.
    public init(text: String) {
        var text = text
        kind = .text
        frame = text.withUTF8 { FrameBuffer.frame(.text, UnsafeRawBufferPointer($0)) }
    }

    /// A binary message.
    public init(bytes: [UInt8]) {
        kind = .binary
        frame = bytes.withUnsafeBytes { FrameBuffer.frame(.binary, $0) }
    }

    init(_ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer) {
        self.kind = kind
        frame = FrameBuffer.frame(kind == .text ? .text : .binary, payload)
    }

    /// The payload, copied.
    public var bytes: [UInt8] { withUnsafeBytes { [UInt8]($0) } }

    /// The payload as text; what is not UTF-8 in a binary message is replaced.
    public var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

    /// The payload's length in bytes.
    public var count: Int { frame.payload.count }

    /// Looks at the payload in place; the pointer is not valid after the call.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(frame) { try body(frame.payload) }
    }
}

extension WebSocketMessage: Hashable {
    /// Messages are equal if their kinds and bytes are.
    public static func == (left: Self, right: Self) -> Bool {
        left.kind == right.kind && left.withUnsafeBytes { a in right.withUnsafeBytes { b in a.elementsEqual(b) } }
    }

    /// Hashes the kind and the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension WebSocketMessage: HubSendable, HubReceivable {
    /// Lends the payload.
    public func withEncodedBytes(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(body) }

    /// Takes the bytes as they are.
    public static func decode(_ kind: WebSocketMessageKind, _ bytes: UnsafeRawBufferPointer) -> Self {
        Self(kind, bytes)
    }
}
