/// How long an answer of a route may take by its nature: what may take long is no measure of how well the service keeps up, and
/// counts neither for the circuit breaker nor for load shedding. It follows from the spec, never from what a client says.
public enum RouteKind: String, Hashable, Sendable, CaseIterable {
    /// A request and its answer.
    case request
    /// An answer that goes on: server-sent events, long polls, streams.
    case stream
    /// A file.
    case download
    /// A WebSocket.
    case upgrade
}

extension RouteKind {
    init(_ endpoint: Endpoint, _ options: RouteOptions) {
        switch endpoint {
        case .webSocket: self = .upgrade
        case .file: self = options.kind ?? .download
        case .prepared, .immediate: self = options.kind ?? .request
        case .async: self = options.kind ?? (options.unlimitedTime ? .stream : .request)
        }
    }
}
