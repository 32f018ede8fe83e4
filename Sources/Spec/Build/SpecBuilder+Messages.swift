import GatewayDiagnostics
import GatewayYAML

extension SpecBuilder {
    /// The message that a node describes, in the hub's words: a tag and fields for a union, fields for an object, text else.
    mutating func message(_ node: Node, sends: HubSpec.MessageKind) -> MessageTemplate? {
        switch sends {
        case .text, .any, .binary:
            let value = TemplateReader.value(node)
            guard case .template = value else {
                if node.unquotedBraces == nil {
                    report(
                        .messageForm, "this hub sends raw frames, not objects", at: node.shortSpan,
                        help: "write text, such as `\"{user}: {in}\"`, or let `sends` be a type")
                }
                return nil
            }
            return MessageTemplate(tag: nil, value: value)
        case .type(let name):
            guard let kind = resolvedKind(name) else { return nil }
            guard case .union(let union) = kind else {
                return MessageTemplate(tag: nil, value: TemplateReader.value(node))
            }
            return tagged(node, name, union)
        }
    }

    private mutating func tagged(_ node: Node, _ name: String, _ union: UnionType) -> MessageTemplate? {
        if node.string != nil { return MessageTemplate(tag: nil, value: TemplateReader.value(node)) }
        guard let entries = node.mapping, entries.count == 1, let entry = entries.first else {
            if node.unquotedBraces == nil {
                let second = node.mapping.flatMap { $0.count > 1 ? $0[1].key.span : nil }
                let tags = union.members.map(\.tag.value).joined(separator: ", ")
                report(
                    .messageForm, "a message has one tag of the union '\(name)'", at: second ?? node.shortSpan,
                    help: "write `{ tag: { fields } }` with one of: \(tags)")
            }
            return nil
        }
        guard node.unquotedBraces == nil else { return nil }
        return MessageTemplate(tag: Spanned(entry.name, entry.key.span), value: TemplateReader.value(entry.value))
    }

    /// `joined` or `left`: short, where the event's name is the tag, or long with `send`.
    mutating func announcement(_ entry: Node.Entry, sends: HubSpec.MessageKind) -> MessageTemplate? {
        if let entries = entry.value.mapping, entries.count == 1, let only = entries.first, only.name == "send" {
            return message(only.value, sends: sends)
        }
        if case .type(let name) = sends, case .union? = resolvedKind(name) {
            guard entry.value.unquotedBraces == nil else { return nil }
            return MessageTemplate(
                tag: Spanned(entry.name, entry.key.span), value: TemplateReader.value(entry.value))
        }
        return message(entry.value, sends: sends)
    }

    /// What a name stands for, aliases followed; nil if it is unknown.
    private func resolvedKind(_ name: String) -> TypeDeclaration.Kind? {
        guard let resolved = spec.resolve(TypeUse(.named(name), span: spec.name.span)),
            case .named(let target) = resolved.kind
        else { return nil }
        return spec.type(named: target)?.kind
    }
}

/// Makes values with templates of nodes.
enum TemplateReader {
    static func value(_ node: Node) -> TemplateValue {
        switch node.value {
        case .scalar(let scalar):
            if case .string = scalar.resolved { return .template(TemplateText.read(node).template) }
            return .literal(Spanned(TypeReader.literal(node), node.span))
        case .sequence(let items): return .list(items.map(value), span: node.shortSpan)
        case .mapping(let entries):
            let fields = entries.map {
                TemplateValue.Entry(name: Spanned($0.name, $0.key.span), value: value($0.value))
            }
            return .object(fields, span: node.shortSpan)
        }
    }
}
