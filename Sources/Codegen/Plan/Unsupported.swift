import GatewayDiagnostics
import GatewaySpec

/// What the language has and generated code doesn't do yet: an error each, so that nothing is written that would lie.
struct Unsupported {
    let plan: ServicePlan
    private var findings: Findings { plan.findings }

    /// Looks through the whole spec.
    func check() {
        plan.spec.routes.forEach(check)
        plan.spec.hubs.forEach(check)
        for type in plan.spec.types { check(type) }
        plan.spec.types.forEach(checkName)
        EndlessTypes(spec: plan.spec, findings: findings).check()
        checkModule()
    }

    private func check(_ route: Route) {
        if case .proxy(let upstream) = route.action {
            findings.notGenerated("'proxy'", at: upstream.span, instead: "serve this spec with 'gateway run'")
        }
        if case .staticFiles(let files) = route.action, let index = files.index, index != "index.html" {
            findings.notGenerated("an 'index' other than index.html", at: route.span)
        }
        if case .anyOf(let schemes) = route.auth, let first = schemes.first {
            findings.notGenerated("'auth'", at: first.span)
        }
        if let middleware = route.middleware.first { findings.notGenerated("'use'", at: middleware.span) }
        if case .events(let type) = route.result { findings.notGenerated("'streams'", at: type.span) }
        for parameter in route.parameters { check(parameter) }
        check(route.policies)
    }

    private func check(_ parameter: Parameter) {
        let field = parameter.field
        if plan.spec.scalar(field.type) == .file {
            findings.notGenerated("'file'", at: field.type.span, instead: "take 'bytes' in a 'body' of JSON")
        }
        check(field)
    }

    private func check(_ policies: Policies) {
        let unsupported: [(String, SourceSpan?)] = [
            ("'cors'", policies.cors?.span), ("'rateLimit'", policies.rateLimit?.span),
            ("'maxInFlight'", policies.maxInFlight?.span), ("'compress'", policies.compress?.span),
            ("'cache' as a policy", policies.cache?.span),
        ]
        for case (let what, let span?) in unsupported { findings.notGenerated(what, at: span) }
    }

    private func check(_ hub: HubSpec) {
        if hub.history != nil { findings.notGenerated("'history'", at: hub.name.span) }
        if let auth = hub.user?.placeholders.first(where: { if case .auth = $0.kind { true } else { false } }) {
            findings.notGenerated("'\(auth.kind)'", at: auth.span)
        }
    }

    private func check(_ type: TypeDeclaration) {
        guard case .object(let object) = type.kind else { return }
        object.fields.forEach(check)
    }

    private func check(_ field: Field) {
        if let other = field.requires.first { findings.notGenerated("'requires'", at: other.span) }
        if let other = field.excludes.first { findings.notGenerated("'excludes'", at: other.span) }
    }

    /// Names that only the module's name can tell from those of the runtime's protocols.
    private func checkName(_ type: TypeDeclaration) {
        let name = plan.names.declaredType(type.name.value)
        guard Names.associatedTypes.contains(name), !plan.names.canQualify else { return }
        findings.append(
            .error(
                .takenModule, "'\(name)' and '\(plan.names.module)' can't both be types of this service",
                at: type.swiftName?.span ?? type.name.span, help: "rename one, or give it another name for Swift alone")
        )
    }

    /// The package's module stands beside those of its dependencies.
    private func checkModule() {
        let taken: Set<String> = [
            "ArgumentParser", "CDeflate", "Collections", "DequeModule", "Foundation", "FoundationEssentials", "Gateway",
            "GatewayRuntime", "Glibc", "HTTPTypes", "Logging", "Mustache", "NIO", "NIOCore", "NIOPosix",
            "OrderedCollections",
            "Runtime", "ServiceLifecycle", "Swift", "Synchronization", "Testing",
        ]
        guard taken.contains(plan.names.module) else { return }
        findings.append(
            .error(
                .takenModule, "a module is already called '\(plan.names.module)'", at: plan.spec.name.span,
                help: "call the service '\(plan.names.service)-service'"))
    }
}
