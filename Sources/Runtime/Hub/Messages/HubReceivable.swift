/// A message that a hub can receive.
///
/// Types that are `JSONDecodable` come as text frames without further work.
public protocol HubReceivable: Sendable {
    /// Reads a message.
    ///
    /// - Throws: `ValidationFailure` where the sender should learn what is wrong, or any error.
    static func decode(_ kind: WebSocketMessageKind, _ bytes: UnsafeRawBufferPointer) throws -> Self
}

extension HubReceivable where Self: JSONDecodable {
    /// Reads JSON from a text message; a binary one closes the connection with 1003.
    public static func decode(_ kind: WebSocketMessageKind, _ bytes: UnsafeRawBufferPointer) throws -> Self {
        guard kind == .text else { throw UnacceptedFrame(reason: "this hub takes JSON in text frames") }
        return try JSONReader.decode(Self.self, from: bytes)
    }
}
