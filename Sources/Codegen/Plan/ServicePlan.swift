import GatewayDiagnostics
import GatewaySpec

/// A spec with everything worked out that its package needs; pure data from here on.
///
/// A class, since everything that writes code holds it, and there are thousands of those at work in a run.
final class ServicePlan: Sendable {
    let spec: ServiceSpec
    let names: Names
    /// The spec's file name, for headers; never a path.
    let specName: String
    /// One for each function the user writes, in the order of the file.
    let handlers: [HandlerPlan]
    /// In the order of the file.
    let hubs: [HubPlan]
    /// In the order of the file.
    let middleware: [MiddlewarePlan]
    /// What keeps its value elsewhere.
    let indirect: IndirectFields
    private let handlersByName: [String: HandlerPlan]
    /// What was found on the way.
    let findings: Findings

    init(_ spec: ServiceSpec, specName: String) {
        let findings = Findings()
        let names = Names(spec)
        self.spec = spec
        self.names = names
        self.specName = specName
        self.findings = findings
        indirect = IndirectFields(spec)
        var seen: Set<String> = []
        handlers = spec.routes.compactMap { route in
            guard case .handler(let name) = route.action, seen.insert(name.value).inserted else { return nil }
            return HandlerPlan(route, name: name.value, spec: spec, names: names)
        }
        handlersByName = Dictionary(handlers.map { ($0.names.written, $0) }, uniquingKeysWith: { first, _ in first })
        hubs = spec.hubs.map { HubPlan($0, spec: spec, names: names) }
        middleware = spec.middleware.map { MiddlewarePlan($0, spec: spec) }
    }

    /// The handler of that name.
    func handler(_ name: String) -> HandlerPlan? { handlersByName[name] }

    /// The optional parts of the runtime that the package needs.
    var parts: [String] {
        let tokens = spec.usedAuth.compactMap { if case .jwt(let jwt) = $0.kind { jwt } else { nil } }
        // The part that speaks TLS fetches the keys of an issuer, too.
        let fetches = tokens.contains { $0.keySource == .url }
        let modules = Set(
            spec.transports.map(\.value.module) + (tokens.isEmpty ? [] : ["GatewayJWT"])
                + (fetches ? ["GatewayTLS"] : []))
        return modules.sorted()
    }

    /// The hub of that name.
    func hub(_ name: String) -> HubPlan? {
        hubs.first { $0.spec.name.value == name }
    }
}
