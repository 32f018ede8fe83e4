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
}
