/// Which route answers a request: what logs and metrics name it by.
public struct RouteInfo: Hashable, Sendable {
    /// The pattern as the spec writes it, such as `/ws/{room}`.
    public let pattern: String
    /// The handler's or hub's name; nil for a route that has none.
    public let name: String?

    package init(pattern: String, name: String? = nil) {
        self.pattern = pattern
        self.name = name
    }
}
