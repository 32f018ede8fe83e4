/// What a route asks of the server; nil takes the server's own setting.
public struct RouteOptions: Sendable {
    /// What happens when a service has more to do than it can.
    public enum Priority: Int, Hashable, Sendable {
        case low, normal, high
    }

    /// How long a handler may take (default: the server's `timeouts.request`).
    public var timeout: Duration?
    /// Whether the route runs as long as it likes: streams and downloads.
    public var unlimitedTime: Bool
    /// The most bytes that a body may have (default: the server's `limits.body`).
    public var maxBody: Int?
    /// How much the route matters when the service is overloaded (default normal).
    public var priority: Priority

    /// Makes options; what is not given is the server's default.
    public init(
        timeout: Duration? = nil, unlimitedTime: Bool = false, maxBody: Int? = nil, priority: Priority = .normal
    ) {
        self.timeout = timeout
        self.unlimitedTime = unlimitedTime
        self.maxBody = maxBody
        self.priority = priority
    }
}
