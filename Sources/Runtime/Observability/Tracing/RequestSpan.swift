/// One request, as traces show it: a span of kind SERVER (OpenTelemetry's HTTP semantic conventions).
public struct RequestSpan: Sendable {
    /// Where it stands in its trace.
    public let context: TraceContext
    /// The method and the route's pattern, such as `GET /users/{id}`; the method alone where no route answered.
    public let name: String
    /// When the request came, in nanoseconds since 1970.
    public let start: UInt64
    /// When its answer was sent, in nanoseconds since 1970.
    public let end: UInt64
    /// The method.
    public let method: String
    /// The path as it was sent, without its query.
    public let path: String
    /// The pattern of the route that answered; nil if none did.
    public let route: String?
    /// The operation's name in the spec; nil if it has none.
    public let operation: String?
    /// The status of the answer: 101 of a WebSocket, 499 if the client went before there was one.
    public let status: Int
    /// Bytes of the request's body and of the answer's.
    public let received: Int, sent: Int
    /// The client's address.
    public let client: String
    /// What the request is called in the log.
    public let requestID: String

    /// Whether the service failed (status 500 and above): a span's status `Error`.
    public var isError: Bool { status >= 500 }
}

/// Takes finished spans away: to a collector, a file, a test.
///
/// A service sets one by its hooks (`ServiceHooks.spans`); without one no spans are made. Batches are given one after another, off the event
/// loops. What a batch throws is logged once a minute and not tried again: an exporter that can retry does so itself.
public protocol SpanExporter: Sendable {
    /// Takes a batch of at most 512 spans.
    func export(_ spans: [RequestSpan]) async throws
}
