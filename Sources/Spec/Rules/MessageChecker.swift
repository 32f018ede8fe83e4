import GatewayDiagnostics

/// Checks what a hub sends by itself against the types that it sends.
struct MessageChecker {
    let spec: ServiceSpec
    let hub: HubSpec
    /// What `{in}` is; nil where nothing was received.
    let received: HubSpec.MessageKind?
    /// The one object that was received, where a rule is for one tag of a union.
    let receivedMember: String?
    /// Where the message is written, for messages: `relay`, `welcome`.
    let place: String
    private(set) var findings: [Diagnostic] = []

    var types: PlaceholderTypes { PlaceholderTypes(spec: spec) }

    init(spec: ServiceSpec, hub: HubSpec, received: HubSpec.MessageKind?, receivedMember: String? = nil, place: String)
    {
        self.spec = spec
        self.hub = hub
        self.received = received
        self.receivedMember = receivedMember
        self.place = place
    }

    mutating func report(
        _ rule: SpecRule, _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        findings.append(
            Diagnostic(rule.severity, rule.code, message, at: span, label: label, help: help, notes: notes))
    }

    mutating func check(_ message: MessageTemplate) {
        switch hub.sends.value {
        case .text, .binary, .any: checkRaw(message)
        case .type:
            guard let declaration = spec.declaration(of: hub.sends.value) else {
                return checkPlaceholders(message.value)
            }
            check(message, of: declaration)
        }
    }

    private mutating func checkRaw(_ message: MessageTemplate) {
        if case .binary = hub.sends.value, case .template(let template) = message.value {
            if !template.parts.isEmpty, template.lonePlaceholder?.kind != .received([]) {
                report(
                    .messageForm, "a binary hub has no text to send", at: template.span,
                    help: "only `\"{in}\"` can be sent")
            }
            return
        }
        guard case .template(let template) = message.value else { return checkPlaceholders(message.value) }
        if template.lonePlaceholder?.kind == .received([]), let received {
            if !spec.canRelayAsIs(received, as: hub.sends.value), case .type = received {
                report(
                    .placeholderMisfit, "'{in}' is an object, and this hub sends raw frames", at: template.span,
                    help: "take its fields: `{in.field}`")
            }
            return
        }
        for placeholder in template.placeholders { checkText(placeholder) }
    }

    private mutating func check(_ message: MessageTemplate, of declaration: TypeDeclaration) {
        guard case .union(let union) = declaration.kind else {
            return checkObject(message.value, declaration.name.value, at: message.value.span)
        }
        guard let tag = message.tag else {
            if case .template(let template) = message.value, template.parts.isEmpty { return }
            guard case .template(let template) = message.value, let lone = template.lonePlaceholder else {
                return report(
                    .messageForm, "a message has one tag of the union '\(declaration.name.value)'",
                    at: message.value.span,
                    help:
                        "write `{ tag: { fields } }` with one of: \(union.members.map(\.tag.value).joined(separator: ", "))"
                )
            }
            return checkFit(lone, .named(declaration.name.value), isOptional: false)
        }
        guard let member = union.member(tag.value) else {
            let near = Suggestion.didYouMean(tag.value, among: union.members.map(\.tag.value))
            let isEvent = tag.value == "joined" || tag.value == "left"
            report(
                .unknownTag, "'\(tag.value)' is no tag of the union '\(declaration.name.value)'", at: tag.span,
                help: near
                    ?? (isEvent
                        ? "say which tag: `\(tag.value): { send: { tag: { fields } } }`"
                        : "its tags: \(union.members.map(\.tag.value).joined(separator: ", "))"),
                notes: [Diagnostic.Note("the union", at: declaration.name.span)])
            return checkPlaceholders(message.value)
        }
        checkObject(message.value, member.type.value, at: tag.span)
    }

    // MARK: Values

    private mutating func checkObject(_ value: TemplateValue, _ name: String, at span: SourceSpan) {
        guard let object = spec.object(named: name) else { return checkPlaceholders(value) }
        switch value {
        case .object(let entries, _): checkFields(entries, name, spec.fields(of: object), at: span)
        case .template(let template) where template.parts.isEmpty: break
        case .template(let template):
            if let lone = template.lonePlaceholder { return checkFit(lone, .named(name), isOptional: false) }
            report(
                .messageForm, "'\(name)' is an object, not text", at: value.span,
                help: "write its fields: `{ \(fieldList(object)) }`")
        case .literal, .list:
            report(
                .messageForm, "'\(name)' is an object", at: value.span,
                help: "write its fields: `{ \(fieldList(object)) }`")
        }
    }

    private func fieldList(_ object: ObjectType) -> String {
        spec.fields(of: object).map { "\($0.name.value): …" }.joined(separator: ", ")
    }

    private mutating func checkFields(
        _ entries: [TemplateValue.Entry], _ name: String, _ fields: [Field], at span: SourceSpan
    ) {
        var meant: Set<String> = Set(entries.map(\.name.value))
        for entry in entries {
            if let field = fields.first(where: { $0.name.value == entry.name.value }) {
                check(entry.value, field.type)
                continue
            }
            let open = fields.map(\.name.value).filter { !meant.contains($0) }
            let near = Suggestion.closest(to: entry.name.value, among: open)
            if let near { meant.insert(near) }
            let known =
                fields.isEmpty ? "it has none" : "its fields: " + fields.map(\.name.value).joined(separator: ", ")
            report(
                .unknownField, "'\(name)' has no field '\(entry.name.value)'", at: entry.name.span,
                help: near.map { "did you mean '\($0)'?" } ?? known,
                notes: spec.type(named: name).map { [Diagnostic.Note("declared here", at: $0.name.span)] } ?? [])
            checkPlaceholders(entry.value)
        }
        let missing = fields.filter { !$0.mayBeAbsent && !meant.contains($0.name.value) }
        guard !missing.isEmpty else { return }
        let list = missing.map { "'\($0.name.value)'" }.joined(separator: ", ")
        report(
            .missingField, "\(list) \(missing.count == 1 ? "is" : "are") missing from this '\(name)'", at: span,
            notes: missing.prefix(1).map { Diagnostic.Note("declared here", at: $0.name.span) })
    }

    private mutating func check(_ value: TemplateValue, _ use: TypeUse) {
        guard let resolved = spec.resolve(use) else { return checkPlaceholders(value) }
        switch value {
        case .literal(let literal): checkLiteral(literal, resolved)
        case .template(let template): check(template, resolved)
        case .list(let values, let span):
            switch resolved.kind {
            case .list(let element): for value in values { check(value, element) }
            case .scalar(.json): checkPlaceholders(value)
            default: report(.placeholderMisfit, "a list is no '\(resolved.kind.specText)'", at: span)
            }
        case .object(let entries, let span):
            switch resolved.kind {
            case .named(let name) where spec.object(named: name) != nil: checkObject(value, name, at: span)
            case .map(let element): for entry in entries { check(entry.value, element) }
            case .scalar(.json): checkPlaceholders(value)
            default: report(.placeholderMisfit, "an object is no '\(resolved.kind.specText)'", at: span)
            }
        }
    }

    private mutating func checkLiteral(_ literal: Spanned<Literal>, _ type: ResolvedType) {
        if literal.value == .null, type.isOptional { return }
        switch LiteralFit(spec: spec).problem(literal.value, type)?.kind {
        case nil: break
        case .misfit(let expected, let help)?:
            report(.placeholderMisfit, "this is not \(expected)", at: literal.span, help: help)
        case .outside(let constraint, let limit)?:
            report(.placeholderMisfit, "this breaks the field's '\(constraint)'", at: literal.span, label: limit)
        }
    }

    private mutating func check(_ template: Template, _ type: ResolvedType) {
        // What cannot be read has been reported.
        if template.parts.isEmpty { return }
        if let lone = template.lonePlaceholder { return checkFit(lone, type.kind, isOptional: type.isOptional) }
        guard !template.placeholders.isEmpty else {
            var text = ""
            for case .text(let part) in template.parts { text += part }
            return checkLiteral(Spanned(.string(text), template.span), type)
        }
        for placeholder in template.placeholders { checkText(placeholder) }
        switch type.kind {
        case .scalar(.string), .scalar(.json): break
        default:
            report(
                .placeholderMisfit, "text is no '\(type.kind.specText)'", at: template.span,
                label: "text around a placeholder makes text")
        }
    }
}
