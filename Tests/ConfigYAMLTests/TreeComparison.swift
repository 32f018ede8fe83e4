import GatewayDiagnostics
import GatewayRuntime
import GatewayYAML

/// Both readers' trees in one form: kinds, keys, texts, whether they are quoted, and places.
enum TreeComparison {
    /// The config reader's tree, or its findings.
    static func config(_ text: String) -> Result<[String], ConfigFailure> {
        ConfigDocument.parse(text, path: "t.yaml").map { lines($0.root, "") }
    }

    /// The full reader's tree, or its report.
    static func full(_ text: String) -> Result<[String], Report> {
        var findings = DiagnosticSet()
        let root = YAMLReader.read(SourceFile(path: "t.yaml", text: text), into: &findings)
        guard let root, findings.isEmpty else {
            return .failure(Report(text: TextRenderer(colour: false).render(findings)))
        }
        return .success(lines(root, ""))
    }

    struct Report: Error {
        let text: String
    }

    private static func lines(_ node: ConfigNode, _ indent: String) -> [String] {
        let start = "\(indent)\(node.span.line):\(node.span.column)"
        switch node.value {
        case .scalar(let text, let quoted):
            // Of a value left out, and of text over lines, the two see the place in slightly different ways.
            if text.isEmpty, !quoted { return [indent + "nothing"] }
            let isBlock = node.span.line != node.span.endLine || (quoted && text.allSatisfy { $0 == "\n" })
            let end = isBlock ? "" : "-\(node.span.endColumn)"
            return ["\(start)\(end) \(quoted ? "quoted" : "plain") \(text.debugDescription)"]
        case .sequence(let items):
            return ["\(start) list"] + items.flatMap { lines($0, indent + "  ") }
        case .mapping(let entries):
            return ["\(start) mapping"]
                + entries.flatMap { entry in
                    let place = "\(entry.keySpan.line):\(entry.keySpan.column)-\(entry.keySpan.endColumn)"
                    return ["\(indent)key \(place) \(entry.key.debugDescription)"] + lines(entry.value, indent + "  ")
                }
        }
    }

    private static func lines(_ node: Node, _ indent: String) -> [String] {
        let span = node.span
        let start = "\(indent)\(span.start.line):\(span.start.column)"
        switch node.value {
        case .scalar(let scalar):
            if scalar.text.isEmpty, !scalar.isQuoted { return [indent + "nothing"] }
            let isBlock = span.start.line != span.end.line || (scalar.isQuoted && scalar.text.allSatisfy { $0 == "\n" })
            let end = isBlock ? "" : "-\(span.end.column)"
            return ["\(start)\(end) \(scalar.isQuoted ? "quoted" : "plain") \(scalar.text.debugDescription)"]
        case .sequence(let items):
            return ["\(start) list"] + items.flatMap { lines($0, indent + "  ") }
        case .mapping(let entries):
            return ["\(start) mapping"]
                + entries.flatMap { entry in
                    let place = entry.key.span
                    let key = "\(place.start.line):\(place.start.column)-\(place.end.column)"
                    return ["\(indent)key \(key) \(entry.name.debugDescription)"] + lines(entry.value, indent + "  ")
                }
        }
    }
}
