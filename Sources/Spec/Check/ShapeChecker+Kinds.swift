import GatewayDiagnostics
import GatewayYAML

extension ShapeChecker {
    /// Reports a value of the wrong kind, with the way out of the traps that YAML sets.
    mutating func wrongKind(
        _ node: Node, expected: String, key: Node?, shape: ScalarShape? = nil, isList: Bool = false
    ) {
        if node.isNull, node.span.start == node.span.end {
            let name = key?.name
            return report(
                .wrongKind, name.map { "'\($0)' has no value" } ?? "a value is missing", at: key?.span ?? node.span,
                label: "expected \(expected)")
        }
        report(
            .wrongKind, "expected \(expected), found \(node.kindName)", at: node.shortSpan,
            help: help(node, shape: shape, isList: isList))
    }

    private func help(_ node: Node, shape: ScalarShape?, isList: Bool) -> String? {
        if let text = node.unquotedBraces {
            return shape == nil && !isList ? nil : "braces begin a mapping; if text is meant, quote it: `\"\(text)\"`"
        }
        if isList, let text = node.text { return "a list is written in brackets: `[\(text)]`" }
        if isList, node.mapping != nil { return "each item of a list begins with a dash" }
        guard let shape, let scalar = node.scalar else { return nil }
        switch shape.takes {
        case .strings where !node.isNull: return "quotes make it a string: `\"\(scalar.text)\"`"
        case .bools: return Self.boolHelp(scalar)
        case .integers where Int(scalar.text) != nil: return "a number has no quotes: `\(scalar.text)`"
        default: return nil
        }
    }

    private static func boolHelp(_ scalar: Scalar) -> String? {
        switch scalar.text.lowercased() {
        case "true", "false":
            return scalar.isQuoted
                ? "no quotes: `\(scalar.text.lowercased())`" : "small letters: `\(scalar.text.lowercased())`"
        case "yes", "on", "y", "1": return "write `true`"
        case "no", "off", "n", "0": return "write `false`"
        default: return nil
        }
    }
}

extension Node {
    /// `{room}`, if the node is a mapping that was most likely meant as that text.
    var unquotedBraces: String? {
        guard isFlow, let entries = mapping, entries.count == 1, let entry = entries.first, entry.value.isNull,
            entry.value.span.start == entry.value.span.end
        else { return nil }
        return "{\(entry.name)}"
    }

    /// The span, but of a mapping or list over several lines only the start, so that carets mark one token.
    var shortSpan: SourceSpan {
        guard span.start.line != span.end.line else { return span }
        switch value {
        case .mapping(let entries):
            return entries.first.map { isFlow ? firstCharacter : $0.key.span } ?? firstCharacter
        case .sequence, .scalar: return firstCharacter
        }
    }

    /// The text of a key.
    var name: String { text ?? "" }

    private var firstCharacter: SourceSpan {
        SourceSpan(file: span.file, start: span.start, end: span.start.advanced(by: 1))
    }
}
