/// Servers that `proxy` routes forward to.
public struct UpstreamSpec: Sendable {
    /// The name that routes refer to.
    public var name: Spanned<String>
    /// The servers' URLs; config may replace them.
    public var targets: [Spanned<String>]
    /// How a server is picked (default `p2c`).
    public var balance: Balance
    /// What it is for.
    public var doc: String?

    /// How a server is picked.
    public enum Balance: String, CaseIterable, Sendable {
        /// The better of two at random, in turn, the one with the fewest requests, any.
        case p2c, roundRobin, leastRequests, random
    }

    /// Declares servers.
    public init(name: Spanned<String>, targets: [Spanned<String>], balance: Balance = .p2c, doc: String? = nil) {
        self.name = name
        self.targets = targets
        self.balance = balance
        self.doc = doc
    }
}
