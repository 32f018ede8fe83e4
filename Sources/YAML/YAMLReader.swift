public import GatewayDiagnostics

/// Reads a YAML document into nodes that know their places.
public enum YAMLReader {
    /// Reads the one document of a file.
    ///
    /// Findings go into `diagnostics`, each with a code of `YAMLRule`. An empty file is a null scalar. Where the text is not YAML at
    /// all, or breaks a limit, the result is `nil`; after milder findings (a duplicate key, an unknown tag) it holds what is sound,
    /// so that later checks can go on.
    public static func read(
        _ file: SourceFile, limits: YAMLLimits = .default, into diagnostics: inout DiagnosticSet
    ) -> Node? {
        if let finding = TextCheck.firstFinding(in: file, limit: limits.bytes) {
            diagnostics.append(finding)
            return nil
        }
        let (root, findings) = EventFeed.reading(file, limits) { parse in
            var builder = NodeBuilder(file: file, limits: limits)
            let root = builder.build(parse)
            return (root, builder.findings)
        }
        for finding in findings { diagnostics.append(finding) }
        return root
    }
}
