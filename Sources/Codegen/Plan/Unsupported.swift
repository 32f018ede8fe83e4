import GatewayDiagnostics
import GatewaySpec

/// What the language has and generated code doesn't do yet: an error each, so that nothing is written that would lie.
struct Unsupported {
    let plan: ServicePlan
    private var findings: Findings { plan.findings }

    /// Looks through the whole spec.
    func check() {
        plan.spec.routes.forEach(check)
        plan.spec.types.forEach(checkName)
        checkModule()
    }

    private func check(_ route: Route) {
        if case .proxy(let upstream) = route.action {
            findings.notGenerated("'proxy'", at: upstream.span, instead: "serve this spec with 'gateway run'")
        }
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
            "ArgumentParser", "CDeflate", "Collections", "Crypto", "CryptoExtras", "DequeModule", "Foundation",
            "FoundationEssentials", "Gateway", "GatewayJWT", "GatewayRuntime", "GatewayTLS", "Glibc", "HTTPTypes",
            "Logging", "Mustache", "NIO", "NIOCore", "NIOPosix",
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
