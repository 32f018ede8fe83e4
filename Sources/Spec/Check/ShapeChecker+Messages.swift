import GatewayDiagnostics
import GatewayYAML

extension ShapeChecker {
    mutating func checkTemplate(_ node: Node, key: Node?) {
        guard let scalar = node.scalar, !node.isNull else {
            if let braces = node.unquotedBraces { return refuseBraces(braces, at: node) }
            return wrongKind(node, expected: Shape.template.expected, key: key)
        }
        if scalar.text.isEmpty { report(.templateSyntax, "the text is empty", at: node.span) }
        for complaint in TemplateText.read(node).complaints { report(complaint, at: node) }
    }

    mutating func checkMessage(_ node: Node, key: Node?) {
        switch node.value {
        case .scalar:
            if node.isNull, node.span.start == node.span.end, let key {
                return wrongKind(node, expected: Shape.message.expected, key: key)
            }
            if node.string != nil {
                for complaint in TemplateText.read(node).complaints { report(complaint, at: node) }
            }
        case .sequence(let items): for item in items { checkMessage(item, key: nil) }
        case .mapping(let entries):
            if let braces = node.unquotedBraces { return refuseBraces(braces, at: node) }
            for entry in entries { checkMessage(entry.value, key: entry.key) }
        }
    }

    private mutating func refuseBraces(_ braces: String, at node: Node) {
        report(
            .wrongKind, "braces without quotes begin a mapping", at: node.span, label: "a mapping, not text",
            help: "write `\"\(braces)\"`")
    }

    /// A rule, a rule for each tag of a union, or `none`.
    mutating func checkRelay(_ node: Node, key: Node?) {
        guard let entries = node.mapping else {
            if node.text == "none" { return }
            let to = RelayRule.Target(rawValue: node.text ?? "").map { "write `{ to: \($0.rawValue) }`" }
            if let to { return report(.wrongKind, "a relay is a rule, not a word", at: node.span, help: to) }
            return wrongKind(node, expected: Shape.relay.expected, key: key)
        }
        if RelayForm.isRule(entries) || entries.isEmpty { return checkKeys(node, .relay, key: key) }
        for entry in entries where entry.value.text != "none" {
            checkKeys(entry.value, .relay, key: entry.key)
        }
    }
}

/// Tells one relay rule from a rule for each tag.
enum RelayForm {
    static func isRule(_ entries: [Node.Entry]) -> Bool {
        entries.contains { entry in
            entry.name == "to" || entry.name == "send" || (entry.value.scalar != nil && entry.value.text != "none")
        }
    }
}
