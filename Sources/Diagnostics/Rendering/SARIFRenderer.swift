/// Findings as a SARIF 2.1.0 log, which code-scanning dashboards take in.
public struct SARIFRenderer: Sendable {
    private let tool: String

    /// Makes a renderer; `tool` is the name of the program that found the findings.
    public init(tool: String) {
        self.tool = tool
    }

    /// Renders all findings in order as one log with one run, ending with a line break.
    public func render(_ diagnostics: DiagnosticSet) -> String {
        let findings = diagnostics.sorted
        let rules = Set(findings.map(\.code)).sorted().map { code in
            JSONText.object([("id", .string(code.rawValue))])
        }
        let driver = JSONText.object([("name", .string(tool)), ("rules", .array(rules))])
        let run = JSONText.object([
            ("tool", .object([("driver", driver)])),
            ("columnKind", .string("unicodeCodePoints")),
            ("results", .array(findings.map(result))),
        ])
        let log = JSONText.object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .string("2.1.0")),
            ("runs", .array([run])),
        ])
        return log.pretty + "\n"
    }

    private func result(_ diagnostic: Diagnostic) -> JSONText {
        let text = [diagnostic.message, diagnostic.label, diagnostic.help].compactMap(\.self).joined(separator: "; ")
        var members: [(String, JSONText)] = [
            ("ruleId", .string(diagnostic.code.rawValue)),
            ("level", .string(diagnostic.severity.rawValue)),
            ("message", .object([("text", .string(text))])),
        ]
        if let span = diagnostic.span { members.append(("locations", .array([.object(location(span))]))) }
        let related = diagnostic.notes.compactMap { note in
            note.span.map { span in
                JSONText.object(location(span) + [("message", .object([("text", .string(note.message))]))])
            }
        }
        if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
        return .object(members)
    }

    private func location(_ span: SourceSpan) -> [(String, JSONText)] {
        let region = JSONText.object([
            ("startLine", .integer(span.start.line)),
            ("startColumn", .integer(span.start.column)),
            ("endLine", .integer(span.end.line)),
            ("endColumn", .integer(span.end.column)),
        ])
        let artifact = JSONText.object([("uri", .string(uri(span.file.path)))])
        return [("physicalLocation", .object([("artifactLocation", artifact), ("region", region)]))]
    }

    /// A path as a relative URI reference (RFC 3986 §4.2), with everything but unreserved characters and `/` encoded.
    private func uri(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/": result.unicodeScalars.append(scalar)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
