/// One event of a stream of server-sent events (WHATWG HTML §9.2).
public struct ServerSentEvent<Value: JSONEncodable & Sendable>: Sendable {
    /// What the event says; it is sent as JSON.
    public var value: Value
    /// What a browser calls its listeners by (default: none, which is `message`).
    public var event: String?
    /// What the client sends back as `Last-Event-ID` when it comes again (default: none, which keeps the one before).
    public var id: String?
    /// How long the client should wait before it comes again (default: none, which leaves it to the client).
    public var retry: Duration?

    /// Makes an event of its parts.
    public init(_ value: Value, event: String? = nil, id: String? = nil, retry: Duration? = nil) {
        self.value = value
        self.event = event
        self.id = id
        self.retry = retry
    }

    /// The event as it is sent: a line for each field, and an empty one behind.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        if let event { Self.line("event: ", event, to: &bytes) }
        if let id { Self.line("id: ", id, to: &bytes) }
        if let retry { Self.line("retry: ", "\(retry.milliseconds)", to: &bytes) }
        bytes.append(contentsOf: "data: ".utf8)
        // JSON has no line break of its own: within strings they are escaped.
        bytes.append(contentsOf: JSONWriter.encode(value))
        bytes.append(contentsOf: "\n\n".utf8)
        return bytes
    }

    /// A field ends with its line, so a line break within it, or a NUL, would begin another one: they are left out.
    private static func line(_ field: String, _ value: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: field.utf8)
        bytes.append(contentsOf: value.utf8.lazy.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 })
        bytes.append(0x0A)
    }
}
