/// How strictly JSON is read.
public struct JSONOptions: Sendable {
    /// How deep arrays and objects may nest (default 64).
    public var maxDepth: Int
    /// Whether a field that the type does not have is a violation (default: it is skipped).
    public var rejectsUnknownFields: Bool
    /// How many violations are recorded; the rest is only counted (default 100).
    public var maxViolations: Int

    /// Makes options.
    public init(maxDepth: Int = 64, rejectsUnknownFields: Bool = false, maxViolations: Int = 100) {
        self.maxDepth = max(1, min(maxDepth, 512))
        self.rejectsUnknownFields = rejectsUnknownFields
        self.maxViolations = max(1, maxViolations)
    }
}
