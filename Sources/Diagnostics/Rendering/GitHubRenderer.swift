/// Findings as GitHub Actions workflow commands, which show them beside the changed lines.
///
/// `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=GEN0123::message`; help and notes follow in the message's
/// further lines. GitHub's `endColumn` is the last column, not the one after, and it wants columns only within one line.
public struct GitHubRenderer: Sendable {
    /// Makes a renderer.
    public init() {}

    /// Renders all findings in order, a line each, ending with a line break; empty if there are none.
    public func render(_ diagnostics: DiagnosticSet) -> String {
        diagnostics.sorted.map(render).joined()
    }

    private func render(_ diagnostic: Diagnostic) -> String {
        var properties: [(String, String)] = []
        if let span = diagnostic.span {
            properties.append(("file", span.file.path))
            properties.append(("line", String(span.start.line)))
            properties.append(("endLine", String(span.end.line)))
            if span.start.line == span.end.line {
                properties.append(("col", String(span.start.column)))
                properties.append(("endColumn", String(max(span.end.column - 1, span.start.column))))
            }
        }
        properties.append(("title", diagnostic.code.rawValue))

        var lines = [diagnostic.message + (diagnostic.label.map { ": \($0)" } ?? "")]
        if let help = diagnostic.help { lines.append("help: \(help)") }
        for note in diagnostic.notes {
            lines.append("note: " + (note.span.map { "\($0): " } ?? "") + note.message)
        }
        let list = properties.map { "\($0.0)=\(escapeProperty($0.1))" }.joined(separator: ",")
        return "::\(command(diagnostic.severity)) \(list)::\(escapeData(lines.joined(separator: "\n")))\n"
    }

    private func command(_ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "notice"
        }
    }

    private func escapeData(_ text: String) -> String {
        escape(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    private func escapeProperty(_ text: String) -> String {
        escape(text, ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private func escape(_ text: String, _ table: [Unicode.Scalar: String]) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let escaped = table[scalar] { result += escaped } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }
}
