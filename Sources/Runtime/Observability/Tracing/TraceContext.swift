/// Where a request stands in a trace through several services (W3C Trace Context).
///
/// Hand `traceparent` and `state` on to the services that a handler calls, so that their spans join the trace:
/// ```swift
/// request.headers["traceparent"] = context.trace.traceparent
/// ```
public struct TraceContext: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64
    private let span: UInt64
    private let parent: UInt64?
    /// Whether the spans of the trace are recorded: as the caller said, or as this service chose for a trace that begins here.
    public let isSampled: Bool
    /// What other vendors keep in the trace (`tracestate`); nil for nothing.
    public let state: String?

    init(trace: (UInt64, UInt64), span: UInt64, parent: UInt64?, isSampled: Bool, state: String?) {
        (high, low) = trace
        self.span = span
        self.parent = parent
        self.isSampled = isSampled
        self.state = state
    }

    /// The trace: 32 hexadecimal digits. Of a trace that begins here it is the request's id.
    public var traceID: String { Hexadecimal.text(high, low) }

    /// The span of this request: 16 hexadecimal digits.
    public var spanID: String { Hexadecimal.text(span) }

    /// The span that called this service; nil where the trace begins.
    public var parentID: String? { parent.map { Hexadecimal.text($0) } }

    /// The header for calls to other services: `00-<trace>-<span>-01` (W3C Trace Context §3.2).
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }
}

/// What a caller's `traceparent` and `tracestate` say.
struct IncomingTrace: Sendable, Hashable {
    let high: UInt64
    let low: UInt64
    let span: UInt64
    let isSampled: Bool
    let state: String?

    /// The most bytes of `tracestate` that are handed on (W3C Trace Context §3.3.1.5).
    static let stateLimit = 512

    /// Nil if the value is none that the standard knows: then the trace begins anew (§3.2.2.3, §4.3).
    init?(_ head: RequestHead) {
        guard head.count(of: .traceparent) == 1, let range = head.range(of: .traceparent) else { return nil }
        let read = head.withBytes(range) { text -> (UInt64, UInt64, UInt64, Bool)? in
            // 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
            let dash = UInt8(ascii: "-")
            guard text.count >= 55, text[2] == dash, text[35] == dash, text[52] == dash,
                let version = Hexadecimal.read(text[0..<2]), version != 0xFF, version != 0 || text.count == 55,
                text.count == 55 || text[55] == dash, let high = Hexadecimal.read(text[3..<19]),
                let low = Hexadecimal.read(text[19..<35]), let span = Hexadecimal.read(text[36..<52]),
                let flags = Hexadecimal.read(text[53..<55]), high | low != 0, span != 0
            else { return nil }
            return (high, low, span, flags & 1 == 1)
        }
        guard let read else { return nil }
        (high, low, span, isSampled) = read
        state = head[.tracestate].flatMap { $0.isEmpty || $0.utf8.count > Self.stateLimit ? nil : $0 }
    }
}
