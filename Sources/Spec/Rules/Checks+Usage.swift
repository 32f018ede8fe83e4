import GatewayDiagnostics

extension SpecCheck {
    /// What nobody uses. A misspelt use makes its declaration unused, so these wait until nothing else is wrong.
    static let usage = [
        SpecCheck("every type is used", needsSoundSpec: true) { $0.checkUnusedTypes() },
        SpecCheck("every hub has a route", needsSoundSpec: true) { $0.checkUnroutedHubs() },
        SpecCheck("every middleware, upstream and way to authenticate is used", needsSoundSpec: true) {
            $0.checkUnusedDeclarations()
        },
        SpecCheck("what a hub receives goes somewhere", needsSoundSpec: true) { $0.checkRelays() },
        SpecCheck("there is a route", needsSoundSpec: true) { context in
            guard context.spec.routes.isEmpty else { return }
            context.report(
                .noRoutes, "the service has no routes", at: context.spec.name.span,
                help: "add `routes:`, such as `GET /: { respond: { text: Hello! } }`")
        },
    ]
}

extension CheckContext {
    fileprivate mutating func checkUnusedTypes() {
        var used: Set<String> = []
        var pending: [String] = spec.usedTypeNames
        while let name = pending.popLast() {
            guard used.insert(name).inserted, let type = spec.type(named: name) else { continue }
            switch type.kind {
            case .object(let object):
                pending += object.includes.map(\.value) + object.fields.compactMap(\.type.innermostName)
            case .union(let union): pending += union.members.map(\.type.value)
            case .alias(let use): pending += [use.innermostName].compactMap { $0 }
            case .enumeration: break
            }
        }
        // A file that is imported may serve others too.
        for type in spec.types where !used.contains(type.name.value) && type.name.span.file === spec.file {
            report(
                .unusedType, "the type '\(type.name.value)' is not used", at: type.name.span,
                help: "no route and no hub leads to it")
        }
    }

    fileprivate mutating func checkUnroutedHubs() {
        for hub in spec.hubs where spec.routes(to: hub).isEmpty && hub.name.span.file === spec.file {
            report(
                .unroutedHub, "no route leads to the hub '\(hub.name.value)'", at: hub.name.span,
                help: "add one, such as `WS /ws: { hub: \(hub.name.value) }`")
        }
    }

    fileprivate mutating func checkUnusedDeclarations() {
        let middleware = Set(spec.routes.flatMap { $0.middleware.map(\.value) })
        for declaration in spec.middleware { reportUnused(declaration.name, "middleware", in: middleware) }
        let schemes = Set(spec.routes.flatMap { $0.auth.schemes.map(\.value) })
        for scheme in spec.auth { reportUnused(scheme.name, "way to authenticate", in: schemes) }
        var upstreams: Set<String> = []
        for case .proxy(let upstream) in spec.routes.map(\.action) { upstreams.insert(upstream.value) }
        for upstream in spec.upstreams { reportUnused(upstream.name, "upstream", in: upstreams) }
    }

    private mutating func reportUnused(_ name: Spanned<String>, _ what: String, in used: Set<String>) {
        guard !used.contains(name.value), name.span.file === spec.file else { return }
        report(.unusedDeclaration, "the \(what) '\(name.value)' is not used", at: name.span)
    }

    fileprivate mutating func checkRelays() {
        for hub in spec.hubs {
            switch hub.relay {
            case .nothing, .rule: break
            case .standard:
                guard !spec.canRelayAsIs(hub.receives.value, as: hub.sends.value) else { continue }
                report(
                    .goesNowhere, "what this hub receives goes nowhere", at: hub.receives.span,
                    help: "add `relay:`, or `relay: none` if the handler does it all",
                    notes: [Diagnostic.Note("it cannot be sent as it is", at: hub.sends.span)])
            case .byTag(let rules):
                guard case .union(let union)? = spec.declaration(of: hub.receives.value)?.kind else { continue }
                for member in union.members where !rules.contains(where: { $0.tag == member.tag }) {
                    guard !spec.canRelayAsIs(.type(member.type.value), as: hub.sends.value), let last = rules.last
                    else { continue }
                    report(
                        .goesNowhere, "'\(member.tag.value)' has no relay rule and goes nowhere", at: last.tag.span,
                        help: "add a rule for it, or `\(member.tag.value): none`",
                        notes: [Diagnostic.Note("the tag", at: member.tag.span)])
                }
            }
        }
    }
}

extension ServiceSpec {
    /// The names of the types that routes and hubs use themselves.
    fileprivate var usedTypeNames: [String] {
        var names: [String] = []
        for route in routes {
            names += route.parameters.compactMap(\.field.type.innermostName)
            names += [route.body?.innermostName].compactMap { $0 }
            names += route.errors.compactMap { $0.type?.innermostName }
            switch route.result {
            case .type(let use), .events(let use): names += [use.innermostName].compactMap { $0 }
            case .none, .raw: break
            }
        }
        names += auth.compactMap(\.claims?.value)
        for hub in hubs {
            for kind in [hub.receives.value, hub.sends.value] {
                if case .type(let name) = kind { names.append(name) }
            }
        }
        return names
    }
}
