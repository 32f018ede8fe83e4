import GatewayDiagnostics
import GatewaySpec

/// Messages that a hub sends by itself, as Swift expressions.
struct MessageCode {
    let spec: ServiceSpec
    let names: Names
    let hub: HubPlan
    let findings: Findings
    /// What was received, where there is something: its expression and its type.
    var received: (expression: String, kind: HubSpec.MessageKind)?
    /// How the room is written.
    var room = "client.room"
    /// Whether the number of the message is used more than once, and so has a name.
    var namesSequence = false

    /// How the number of the message is written.
    var sequence: String { namesSequence ? "sequence" : "\(room).nextSequence()" }

    /// The message as what the hub sends.
    func expression(_ message: MessageTemplate) -> SwiftExpression {
        switch hub.spec.sends.value {
        case .text, .any:
            .call(
                names.runtime("WebSocketMessage"),
                [("text", value(message.value, for: Self.string(message.value.span)))])
        case .binary:
            unsupported("a binary message made of text", at: message.value.span)
        case .type(let name):
            switch (spec.union(named: name), message.tag) {
            case (let union?, let tag?): member(tag, of: union, message.value)
            default: value(message.value, for: TypeUse(.named(name), span: message.value.span))
            }
        }
    }

    private func member(_ tag: Spanned<String>, of union: UnionType, _ value: TemplateValue) -> SwiftExpression {
        guard let member = union.member(tag.value) else {
            return unsupported("the tag '\(tag.value)'", at: tag.span)
        }
        let object = self.value(value, for: TypeUse(.named(member.type.value), span: value.span))
        return .call(".\(SwiftName.escaped(SwiftName.member(tag.value)))", [(nil, object)])
    }

    /// A value of a template as an expression of a type.
    func value(_ value: TemplateValue, for use: TypeUse) -> SwiftExpression {
        let type = spec.resolve(use)
        let patch = type?.isOptional == true && type?.isNullable == true
        if case .literal = value { return plain(value, for: use) }
        if patch, case .template(let template) = value, let placeholder = template.lonePlaceholder,
            PlaceholderCode(message: self).mayBeAbsent(placeholder)
        {
            return .plain("\(plain(value, for: use).flat).map { .value($0) } ?? .absent")
        }
        return patch ? .call(".value", [(nil, plain(value, for: use))]) : plain(value, for: use)
    }

    private func plain(_ value: TemplateValue, for use: TypeUse) -> SwiftExpression {
        guard let type = spec.resolve(use) else { return unsupported("this value", at: value.span) }
        switch (value, type.kind) {
        case (.literal(let literal), _):
            return literalCode.expression(literal.value, for: use).map { .plain($0) }
                ?? unsupported("this value", at: literal.span)
        case (.template(let template), _):
            return text(template, for: use, type)
        case (.list(let values, _), .list(let element)):
            return .list(values.map { self.value($0, for: element) })
        case (.object(let entries, _), .named(let name)):
            return object(entries, named: name, span: value.span)
        default:
            return unsupported("this value", at: value.span)
        }
    }

    /// `Message(id: …, room: …)`, in the order of the declaration.
    private func object(_ entries: [TemplateValue.Entry], named name: String, span: SourceSpan) -> SwiftExpression {
        guard let object = spec.object(named: name) else { return unsupported("a message of this type", at: span) }
        let arguments = spec.fields(of: object).compactMap { field in
            entries.first { $0.name.value == field.name.value }.map {
                (label: Optional(names.member(field)), value: value($0.value, for: field.type))
            }
        }
        return .call(names.type(name), arguments)
    }

    private func text(_ template: Template, for use: TypeUse, _ type: ResolvedType) -> SwiftExpression {
        if let placeholder = template.lonePlaceholder {
            return .plain(PlaceholderCode(message: self).expression(placeholder, for: type))
        }
        guard !template.placeholders.isEmpty else {
            let text = template.parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
            return literalCode.expression(.string(text), for: use).map { .plain($0) }
                ?? unsupported("this value", at: template.span)
        }
        guard case .scalar(.string) = type.kind else {
            return unsupported("text of placeholders here", at: template.span)
        }
        return .plain(PlaceholderCode(message: self).interpolation(template))
    }

    func unsupported(_ what: String, at span: SourceSpan) -> SwiftExpression {
        findings.notGenerated(what, at: span, instead: "leave it out here and send the message in the hub's own code")
        return "nil"
    }

    private var literalCode: LiteralCode { LiteralCode(spec: spec, names: names) }

    private static func string(_ span: SourceSpan) -> TypeUse { TypeUse(.scalar(.string), span: span) }
}
