/// The methods that a route can answer.
public enum RouteMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// Every method that no other route of the same pattern answers.
    case any = "ANY"
    /// A WebSocket handshake: a GET with `Upgrade: websocket`.
    case webSocket = "WS"

    /// The place among `allCases`.
    var index: Int {
        switch self {
        case .get: 0
        case .head: 1
        case .post: 2
        case .put: 3
        case .patch: 4
        case .delete: 5
        case .options: 6
        case .any: 7
        case .webSocket: 8
        }
    }

    /// The route method of a request's method; nil if only `ANY` answers it.
    init?(_ method: KnownMethod) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        case .put: self = .put
        case .patch: self = .patch
        case .delete: self = .delete
        case .options: self = .options
        case .other: return nil
        }
    }
}
