/// How often a route may be called.
public struct RequestRate: Hashable, Sendable {
    /// Who shares a limit.
    public enum Key: Hashable, Sendable {
        /// Each client's address (of IPv6 its first 64 bits), each user that `auth` knows, or everyone together.
        case ip, user, all
        /// Each value of a request header, such as `X-API-Key`; whoever sends none is counted by address. Anyone can send many
        /// values, so it bounds what each key may do, and needs a limit by address beside it.
        case header(String)
    }

    /// How many calls.
    public var count: Int
    /// In how long.
    public var per: Duration
    /// How many at once, before the rate counts (default: `count`).
    public var burst: Int
    /// Who shares the limit (default `ip`).
    public var by: Key

    /// Makes a limit.
    public init(_ count: Int, per: Duration, burst: Int? = nil, by: Key = .ip) {
        self.count = max(1, count)
        self.per = max(per, .milliseconds(1))
        self.burst = max(1, burst ?? count)
        self.by = by
    }
}
