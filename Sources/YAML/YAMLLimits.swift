/// What a document may cost; beyond it reading stops with a finding.
public struct YAMLLimits: Hashable, Sendable {
    /// The largest file, in bytes (default 4 MiB).
    public var bytes: Int
    /// The deepest nesting of lists and mappings, aliases followed (default 64).
    public var depth: Int
    /// The most nodes of a document, keys included, those that aliases repeat counted each time (default 1,000,000).
    public var nodes: Int
    /// How many of those nodes may come from aliases (default 10,000).
    public var aliasedNodes: Int
    /// How many findings are reported before reading stops (default 100).
    public var findings: Int

    /// Makes limits; each has its default.
    public init(
        bytes: Int = 4 << 20, depth: Int = 64, nodes: Int = 1_000_000, aliasedNodes: Int = 10_000,
        findings: Int = 100
    ) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
        self.aliasedNodes = aliasedNodes
        self.findings = findings
    }

    /// The limits for specs: see each one's default.
    public static let `default` = YAMLLimits()
}
