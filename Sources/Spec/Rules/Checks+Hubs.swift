import GatewayDiagnostics

extension SpecCheck {
    static let hubs = [
        SpecCheck("a hub's messages are objects, unions or raw frames") { context in
            for hub in context.spec.hubs {
                context.checkMessageType(hub.receives, "receives")
                context.checkMessageType(hub.sends, "sends")
            }
        },
        SpecCheck("`user` and `room` come from the request") { $0.checkIdentity() },
        SpecCheck("every route of a hub has the parameters that the hub uses") { $0.checkHubParameters() },
        SpecCheck("a hub's limits and times make sense together") { context in
            for hub in context.spec.hubs {
                context.checkSettings(hub)
                context.checkConflation(hub)
                context.checkHistory(hub)
            }
        },
    ]
}

extension CheckContext {
    fileprivate mutating func checkMessageType(_ kind: Spanned<HubSpec.MessageKind>, _ key: String) {
        guard case .type(let name) = kind.value, !name.isEmpty else { return }
        if let scalar = ScalarType(rawValue: name) {
            report(
                .hubMessageType, "a hub's messages are objects or unions, not '\(name)'", at: kind.span,
                help: scalar == .string
                    ? "write `text` for text frames as they are"
                    : scalar == .bytes
                        ? "write `binary` for binary frames as they are" : "declare an object under `types`")
            return
        }
        guard spec.type(named: name) != nil else {
            let near = Suggestion.closest(to: name, among: ["text", "binary", "any"] + spec.types.map(\.name.value))
            report(
                .unknownType, "unknown type '\(name)'", at: kind.span,
                label: "neither a type of this spec, nor text, binary or any",
                help: near.map { "did you mean '\($0)'?" } ?? "declare it under `types` or `unions`")
            return
        }
        guard let declaration = spec.declaration(of: kind.value) else {
            if spec.resolve(TypeUse(.named(name), span: kind.span)) != nil {
                report(
                    .hubMessageType, "'\(name)' is no object and no union", at: kind.span,
                    help: "wrap it in an object under `types`")
            }
            return
        }
        switch declaration.kind {
        case .object, .union: break
        case .enumeration, .alias:
            report(
                .hubMessageType, "'\(name)' is \(declaration.kindName), but a hub's messages are objects or unions",
                at: kind.span,
                notes: [Diagnostic.Note("declared here", at: declaration.name.span)])
        }
    }

    fileprivate mutating func checkIdentity() {
        for hub in spec.hubs {
            if let user = hub.user { checkIdentity(user, "user") }
        }
        for route in spec.routes {
            guard case .hub(let binding) = route.action, let room = binding.room else { continue }
            checkIdentity(room, "room")
            for placeholder in room.placeholders { checkParameter(placeholder, on: route, of: nil, mustBeText: true) }
        }
    }

    private mutating func checkIdentity(_ template: Template, _ what: String) {
        for placeholder in template.placeholders {
            switch placeholder.kind {
            case .parameter, .auth: break
            default:
                report(
                    .placeholderNotHere, "'\(placeholder.kind)' is not known yet when '\(what)' is worked out",
                    at: placeholder.span,
                    help: "take it from the request: `{path.x}`, `{query.x}`, `{header.x}`, `{cookie.x}` or `{auth.x}`")
            }
        }
    }

    fileprivate mutating func checkHubParameters() {
        for hub in spec.hubs {
            let routes = spec.routes(to: hub)
            for placeholder in hub.user?.placeholders ?? [] {
                checkParameter(placeholder, on: routes, of: hub, mustBeText: true)
            }
            for placeholder in hub.messagePlaceholders {
                checkParameter(placeholder, on: routes, of: hub, mustBeText: false)
            }
            checkSameTypes(hub, routes)
            checkAuthenticatedUser(hub)
        }
    }

    /// Checks that all routes have what a placeholder takes from the request. What none of them has is the placeholder's mistake.
    private mutating func checkParameter(
        _ placeholder: Placeholder, on routes: [Route], of hub: HubSpec, mustBeText: Bool
    ) {
        if case .parameter(let source, let name) = placeholder.kind, let first = routes.first {
            let names = routes.map { route in
                route.parameters.filter { $0.source == source }.map(\.field.name.value)
            }
            if !names.contains(where: { $0.contains(name) }) {
                let near = Suggestion.didYouMean(name, among: Array(Set(names.joined())).sorted())
                let what =
                    routes.count == 1
                    ? "'\(first.requestLine)' has no" : "no route of the hub '\(hub.name.value)' has a"
                return report(
                    .missingParameter, "\(what) \(source.rawValue) parameter '\(name)'", at: placeholder.span,
                    help: near
                        ?? (source == .path
                            ? "the path is \(first.path.text)"
                            : "declare it: `\(source.rawValue): { \(name): string }`"),
                    notes: [Diagnostic.Note("a route of the hub", at: first.span)])
            }
        }
        for route in routes { checkParameter(placeholder, on: route, of: hub, mustBeText: mustBeText) }
    }

    /// Checks that a route has what a placeholder takes from the request.
    private mutating func checkParameter(
        _ placeholder: Placeholder, on route: Route, of hub: HubSpec?, mustBeText: Bool
    ) {
        let user = hub.map { _ in
            [Diagnostic.Note("the hub takes it from every one of its routes", at: placeholder.span)]
        }
        switch placeholder.kind {
        case .auth(let claim):
            if route.auth.isRequired { return checkClaim(claim, placeholder, on: route) }
            report(
                .authNeeded, "'\(placeholder.kind)' needs authentication on '\(route.requestLine)'",
                at: hub == nil ? placeholder.span : route.span,
                help: route.auth.isOptional
                    ? "take `none` out of its `auth`: a client that nobody knows has no claims"
                    : "add `auth:` to the route or to its group",
                notes: user ?? [])
        case .parameter(let source, let name):
            let parameters = route.parameters.filter { $0.source == source }
            guard let parameter = parameters.first(where: { $0.field.name.value == name }) else {
                let near = Suggestion.closest(to: name, among: parameters.map(\.field.name.value))
                let help =
                    source == .path
                    ? "the path is \(route.path.text)" : "declare it: `\(source.rawValue): { \(name): string }`"
                report(
                    .missingParameter, "'\(route.requestLine)' has no \(source.rawValue) parameter '\(name)'",
                    at: hub == nil ? placeholder.span : route.span,
                    help: near.map { hub == nil ? "did you mean '\($0)'?" : "it has '\($0)': is one of them misspelt?" }
                        ?? help,
                    notes: user ?? [])
                return
            }
            if mustBeText { checkIsText(parameter, placeholder) }
        default: break
        }
    }

    private mutating func checkIsText(_ parameter: Parameter, _ placeholder: Placeholder) {
        let field = parameter.field
        guard let resolved = spec.resolve(field.type) else { return }
        if resolved.isOptional, field.defaultValue == nil {
            report(
                .placeholderMisfit, "'\(placeholder.kind)' may be absent", at: placeholder.span,
                help: "remove the ? of the parameter, or give it a default",
                notes: [Diagnostic.Note("declared here", at: field.name.span)])
        } else if !PlaceholderTypes(spec: spec).isText(resolved.kind) {
            report(
                .placeholderMisfit, "'\(placeholder.kind)' is no text", at: placeholder.span,
                notes: [Diagnostic.Note("declared here", at: field.type.span)])
        }
    }

    /// A hub's handler gets the parameters of all its routes as one value: the same name has the same type.
    private mutating func checkSameTypes(_ hub: HubSpec, _ routes: [Route]) {
        var first: [String: Parameter] = [:]
        for route in routes {
            for parameter in route.parameters {
                let name = SwiftName.member(parameter.field.name.value)
                guard let earlier = first[name] else {
                    first[name] = parameter
                    continue
                }
                guard let one = spec.resolve(earlier.field.type), let other = spec.resolve(parameter.field.type) else {
                    continue
                }
                if PlaceholderTypes.isSame(one.kind, other.kind),
                    earlier.field.mayBeAbsent == parameter.field.mayBeAbsent
                {
                    continue
                }
                report(
                    .differingParameter,
                    "'\(parameter.field.name.value)' has another type on another route of the hub '\(hub.name.value)'",
                    at: parameter.field.type.span, help: "the hub's handler gets one value for all its routes",
                    notes: [Diagnostic.Note("the other one", at: earlier.field.type.span)])
            }
        }
    }

    private mutating func checkAuthenticatedUser(_ hub: HubSpec) {
        guard hub.limits.perUser != nil, let span = hub.spans["perUser"] else { return }
        let isAuthenticated =
            hub.user?.placeholders.contains { if case .auth = $0.kind { true } else { false } } == true
        if !isAuthenticated {
            report(
                .authNeeded, "'perUser' needs a user that is authenticated", at: span,
                label: "else a client gets round it with another name",
                help: "write `user: \"{auth.sub}\"`, and `auth` on the routes")
        }
    }

    /// The field that messages are told apart by is one of what the hub sends.
    fileprivate mutating func checkConflation(_ hub: HubSpec) {
        guard let field = hub.conflate else { return }
        guard let declaration = spec.declaration(of: hub.sends.value) else {
            guard [.text, .binary, .any].contains(hub.sends.value) else { return }
            report(
                .hubKeyMisfit, "'conflate' is for messages with a type", at: field.span,
                label: "raw frames have no fields", help: "declare what the hub sends under `types`")
            return
        }
        let fields = Set(sentObjects(declaration).flatMap { spec.fields(of: $0).map(\.wireName) })
        guard !fields.contains(field.value) else { return }
        let near = Suggestion.closest(to: field.value, among: fields)
        report(
            .unknownField, "nothing that the hub sends has a field '\(field.value)'", at: field.span,
            help: near.map { "did you mean '\($0)'?" },
            notes: [Diagnostic.Note("this is what it sends", at: declaration.name.span)])
    }

    /// The object that is sent, or the members of the union.
    private func sentObjects(_ declaration: TypeDeclaration) -> [ObjectType] {
        var declarations = [declaration]
        if case .union(let union) = declaration.kind {
            declarations = union.members.compactMap { spec.type(named: $0.type.value) }
        }
        return declarations.compactMap { if case .object(let object) = $0.kind { object } else { nil } }
    }

    /// A history's envelopes are JSON: what lies in them is JSON or text.
    fileprivate mutating func checkHistory(_ hub: HubSpec) {
        guard hub.history != nil, [.binary, .any].contains(hub.sends.value) else { return }
        report(
            .hubKeyMisfit, "'history' is for JSON and text", at: hub.spans["history"] ?? hub.sends.span,
            label: "binary frames can't be replayed in an envelope", help: "let the hub send `text`, or a type")
    }

    fileprivate mutating func checkSettings(_ hub: HubSpec) {
        let ping = hub.heartbeat.ping ?? .seconds(54)
        let timeout = hub.heartbeat.timeout ?? .seconds(60)
        if ping >= timeout, let span = hub.spans["timeout"] ?? hub.spans["ping"] {
            report(
                .heartbeatOrder,
                "clients are given up after \(timeout.specText)\(hub.heartbeat.timeout == nil ? " (the default)" : "")"
                    + ", not later than they are pinged, \(ping.specText)\(hub.heartbeat.ping == nil ? " (the default)" : "")",
                at: span, help: "let `timeout` be longer than `ping`")
        }
        let isTyped = if case .type = hub.receives.value { true } else { false }
        if isTyped, hub.trim == true {
            report(
                .hubKeyMisfit, "'trim' is for raw text", at: hub.spans["trim"] ?? hub.receives.span,
                label: "these messages have a type",
                help: "trim a field: `text: { type: string, trim: true }`")
        }
        if !isTyped, hub.invalid != nil {
            report(
                .hubKeyMisfit, "'invalid' is for messages with a type", at: hub.spans["invalid"] ?? hub.receives.span,
                label: "raw frames are never invalid")
        }
    }
}

extension HubSpec {
    /// The placeholders of everything that the hub sends by itself.
    public var messagePlaceholders: [Placeholder] {
        messages.flatMap(\.value.placeholders)
    }

    /// Everything that the hub sends by itself.
    var messages: [MessageTemplate] {
        var result = [joined, left, welcome].compactMap { $0 }
        switch relay {
        case .standard, .nothing: break
        case .rule(let rule): result += [rule.send].compactMap { $0 }
        case .byTag(let rules): result += rules.compactMap { $0.rule?.send }
        }
        return result
    }
}
