public import HTTPTypes

/// A stream of server-sent events: what a handler of a route with `streams:` returns.
///
/// ```swift
/// EventStream { events in
///     for await price in prices { try await events.send(price, id: "\(price.number)") }
/// }
/// ```
/// The closure runs as a task of its own. It is cancelled when the client has gone; when the service stops, the stream ends
/// and what is sent afterwards fails. `context.lastEventID` says where a client that comes again left off.
public struct EventStream<Value: JSONEncodable & Sendable>: Sendable {
    let produce: @Sendable (EventChannel) async throws -> Void

    /// A stream of what the closure sends; it ends when the closure returns.
    public init(_ body: @escaping @Sendable (EventWriter<Value>) async throws -> Void) {
        produce = { try await body(EventWriter(channel: $0)) }
    }

    /// A stream of the values of a sequence.
    public init<Values: AsyncSequence & Sendable>(_ values: Values) where Values.Element == Value {
        self.init { events in
            for try await value in values { try await events.send(value) }
        }
    }
}

/// Sends the events of a stream.
public struct EventWriter<Value: JSONEncodable & Sendable>: Sendable {
    let channel: EventChannel

    /// Sends an event; it waits while the client is behind by more than 64 KiB.
    ///
    /// - Throws: `CancellationError` if the client has gone or the service stops.
    public func send(_ event: ServerSentEvent<Value>) async throws {
        try await channel.send(event.bytes)
    }

    /// Sends a value, with what goes along with it.
    public func send(_ value: Value, event: String? = nil, id: String? = nil, retry: Duration? = nil) async throws {
        try await send(ServerSentEvent(value, event: event, id: id, retry: retry))
    }
}

extension Response {
    /// A stream of server-sent events (`text/event-stream`); no cache keeps it, and nginx does not hold it back.
    public static func events<Value>(
        _ stream: EventStream<Value>, status: HTTPResponse.Status = .ok
    ) -> Response {
        let produce = stream.produce
        var response = Response(
            status: status, contentType: "text/event-stream",
            body: .stream(ResponseStream(events: EventSource(produce: produce))))
        response.headers[.cacheControl] = "no-store"
        if let name = HTTPField.Name("X-Accel-Buffering") { response.headers[name] = "no" }
        return response
    }
}

extension RequestContext {
    /// The id of the last event that a client had of a stream before it came again (`Last-Event-ID`).
    public var lastEventID: String? {
        HTTPField.Name("Last-Event-ID").flatMap { request.header($0) }
    }
}
