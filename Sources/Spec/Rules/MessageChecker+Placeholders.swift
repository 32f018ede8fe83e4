import GatewayDiagnostics

extension MessageChecker {
    /// Checks placeholders in a value whose type is not known.
    mutating func checkPlaceholders(_ value: TemplateValue) {
        for placeholder in value.placeholders { _ = type(of: placeholder) }
    }

    /// Checks a placeholder that is part of a longer text.
    mutating func checkText(_ placeholder: Placeholder) {
        guard case .type(let kind, let isOptional) = type(of: placeholder) else { return }
        if isOptional {
            report(
                .placeholderMisfit, "'\(placeholder.kind)' may be absent", at: placeholder.span,
                label: "text needs a value")
        } else if !types.isText(kind) {
            report(
                .placeholderMisfit, "'\(placeholder.kind)' is a '\(kind.specText)', which makes no text",
                at: placeholder.span)
        }
    }

    /// Checks a placeholder that is a whole value.
    mutating func checkFit(_ placeholder: Placeholder, _ target: TypeUse.Kind, isOptional: Bool) {
        switch type(of: placeholder) {
        case .unknown: return
        case .counter:
            switch target {
            case .scalar(.int), .scalar(.int64), .scalar(.json): return
            default: misfit(placeholder, "int64", target)
            }
        case .type(let kind, let mayBeAbsent):
            if !types.fits(kind, into: target) {
                misfit(placeholder, kind.specText, target)
            } else if mayBeAbsent, !isOptional {
                report(
                    .placeholderMisfit, "'\(placeholder.kind)' may be absent, but this must be there",
                    at: placeholder.span,
                    help: "make both optional, or neither")
            }
        }
    }

    private mutating func misfit(_ placeholder: Placeholder, _ found: String, _ target: TypeUse.Kind) {
        let isCounter = placeholder.kind == .sequence
        report(
            .placeholderMisfit, "'\(placeholder.kind)' is '\(found)', but '\(target.specText)' is needed here",
            at: placeholder.span,
            help: isCounter ? "a counter goes into int64 or int" : nil)
    }

    /// What type a placeholder has here; what it cannot be here is reported.
    private mutating func type(of placeholder: Placeholder) -> PlaceholderTypes.Found {
        switch placeholder.kind {
        case .user, .roomUsers:
            guard hub.user != nil else {
                report(
                    .noUser, "'\(placeholder.kind)' needs to know who the client is", at: placeholder.span,
                    help: "add `user:` to the hub, such as `user: \"{query.name}\"`",
                    notes: [Diagnostic.Note("the hub", at: hub.name.span)])
                return .unknown
            }
            let string = TypeUse.Kind.scalar(.string)
            return placeholder.kind == .user
                ? .type(string, isOptional: false)
                : .type(.list(TypeUse(string, span: placeholder.span)), isOptional: false)
        case .room, .auth: return .type(.scalar(.string), isOptional: false)
        case .now: return .type(.scalar(.timestamp), isOptional: false)
        case .sequence: return .counter
        case .parameter(let source, let name): return parameterType(source, name)
        case .received(let path): return receivedType(placeholder, path)
        }
    }

    /// The type on the hub's routes; that each of them has it is another check's.
    private func parameterType(_ source: ParameterSource, _ name: String) -> PlaceholderTypes.Found {
        for route in spec.routes(to: hub) {
            for parameter in route.parameters where parameter.source == source && parameter.field.name.value == name {
                guard let resolved = spec.resolve(parameter.field.type) else { return .unknown }
                return .type(resolved.kind, isOptional: resolved.isOptional && parameter.field.defaultValue == nil)
            }
        }
        return .unknown
    }

    private mutating func receivedType(_ placeholder: Placeholder, _ path: [String]) -> PlaceholderTypes.Found {
        guard let received else {
            report(
                .placeholderNotHere, "'\(placeholder.kind)' means nothing in '\(place)'", at: placeholder.span,
                label: "no message was received")
            return .unknown
        }
        switch received {
        case .text:
            if path.isEmpty { return .type(.scalar(.string), isOptional: false) }
            report(
                .placeholderNotHere, "raw text has no fields", at: placeholder.span, help: "`{in}` is the whole text")
            return .unknown
        case .binary, .any:
            report(
                .placeholderNotHere, "'\(placeholder.kind)' may be no text", at: placeholder.span,
                help: "let the hub receive `text`, or a type")
            return .unknown
        case .type:
            if path.isEmpty, let receivedMember { return .type(.named(receivedMember), isOptional: false) }
            guard let declaration = spec.declaration(of: received) else { return .unknown }
            if path.isEmpty { return .type(.named(declaration.name.value), isOptional: false) }
            return fieldType(placeholder, path, objects(declaration))
        }
    }

    /// The objects that a received message can be.
    private func objects(_ declaration: TypeDeclaration) -> [String] {
        if let receivedMember { return [receivedMember] }
        guard case .union(let union) = declaration.kind else { return [declaration.name.value] }
        return union.members.map(\.type.value)
    }

    private mutating func fieldType(
        _ placeholder: Placeholder, _ path: [String], _ objects: [String]
    ) -> PlaceholderTypes.Found {
        var result = PlaceholderTypes.Found.unknown
        for object in objects {
            guard let found = fieldType(placeholder, path, in: object) else { return .unknown }
            if case .type(let kind, _) = result, case .type(let other, _) = found, !types.fits(kind, into: other) {
                report(
                    .placeholderMisfit, "'\(placeholder.kind)' has another type in '\(object)'", at: placeholder.span,
                    help: "write a relay rule for each tag")
                return .unknown
            }
            result = found
        }
        return result
    }

    /// Follows a path through an object's fields; nil if it leads nowhere, which is reported.
    private mutating func fieldType(
        _ placeholder: Placeholder, _ path: [String], in start: String
    ) -> PlaceholderTypes.Found? {
        var name = start
        var isOptional = false
        for (index, step) in path.enumerated() {
            guard let object = spec.object(named: name) else {
                report(.unknownPlaceholder, "'\(name)' has no fields", at: placeholder.span)
                return nil
            }
            let fields = spec.fields(of: object)
            guard let field = fields.first(where: { $0.name.value == step }) else {
                report(
                    .unknownPlaceholder, "'\(name)' has no field '\(step)'", at: placeholder.span,
                    help: Suggestion.didYouMean(step, among: fields.map(\.name.value)),
                    notes: spec.type(named: name).map { [Diagnostic.Note("declared here", at: $0.name.span)] } ?? [])
                return nil
            }
            guard let resolved = spec.resolve(field.type) else { return nil }
            isOptional = isOptional || (resolved.isOptional && field.defaultValue == nil)
            if index == path.count - 1 { return .type(resolved.kind, isOptional: isOptional) }
            guard case .named(let next) = resolved.kind else {
                report(
                    .unknownPlaceholder, "'\(step)' is '\(resolved.kind.specText)', and has no fields",
                    at: placeholder.span)
                return nil
            }
            name = next
        }
        return nil
    }
}
