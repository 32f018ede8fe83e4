/// Findings for people: `path:line:col: error[CODE]: message`, the source line, carets, help and notes.
///
/// ```
/// specs/shop.yaml:14:18: error[GEN0123]: unknown type 'strng'
///    14 |     sku: { type: strng, length: 3.. }
///       |                  ^^^^^ not a built-in type, nor one of this spec's
///  help: did you mean 'string'?
/// ```
/// The first line is what editors and CI matchers parse. Text from files is made safe to print.
public struct TextRenderer: Sendable {
    private let colour: Bool

    /// Makes a renderer; `colour` adds ANSI colours, for a terminal whose user did not set `NO_COLOR`.
    public init(colour: Bool) {
        self.colour = colour
    }

    /// Renders all findings in order, one after another, each ending with a line break; empty if there are none.
    public func render(_ diagnostics: DiagnosticSet) -> String {
        diagnostics.sorted.map(render).joined()
    }

    /// Renders one finding, ending with a line break.
    public func render(_ diagnostic: Diagnostic) -> String {
        let severity = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        var text = block(
            severity, diagnostic.severity, diagnostic.message, at: diagnostic.span, label: diagnostic.label)
        if let help = diagnostic.help {
            text += "\(paint(" help:", .bold)) \(DisplayText.singleLine(help))\n"
        }
        for note in diagnostic.notes {
            text += block("note", .note, note.message, at: note.span, label: note.label)
        }
        return text
    }

    /// A headline, and below it the source line with carets if there is a place.
    private func block(
        _ title: String, _ severity: Diagnostic.Severity, _ message: String, at span: SourceSpan?, label: String?
    ) -> String {
        let style = Style(severity)
        let place = span.map { paint("\(DisplayText.singleLine($0.description)):", .bold) + " " } ?? ""
        var text = "\(place)\(paint(title + ":", style)) \(paint(DisplayText.singleLine(message), .bold))\n"
        guard let span, let snippet = SourceSnippet(span) else { return text }
        let digits = String(span.start.line)
        let gutter = String(repeating: " ", count: max(5 - digits.count, 1)) + digits
        let margin = String(repeating: " ", count: gutter.count)
        text += paint("\(gutter) |", .dim) + (snippet.text.isEmpty ? "" : " ") + snippet.text + "\n"
        let carets = String(repeating: "^", count: snippet.carets)
        let trailer = label.map { " " + DisplayText.singleLine($0) } ?? ""
        let indent = String(repeating: " ", count: snippet.indent)
        text += "\(paint("\(margin) |", .dim)) \(indent)\(paint(carets + trailer, style))\n"
        return text
    }

    private func paint(_ text: String, _ style: Style) -> String {
        colour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// ANSI SGR parameters.
    private enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "1;31"
        case yellow = "1;33"
        case blue = "1;34"

        init(_ severity: Diagnostic.Severity) {
            switch severity {
            case .error: self = .red
            case .warning: self = .yellow
            case .note: self = .blue
            }
        }
    }
}
