import GatewaySpec

/// What code gets of who calls a route behind `auth`.
struct CallerPlan {
    /// The ways to authenticate, any of which will do.
    let schemes: [String]
    /// The object type of what a caller's token says, by its name in the spec; nil where that is not one and the same.
    let claims: String?
    /// Whether a caller may be nobody.
    let isOptional: Bool

    /// Nil for an open route.
    init?(_ route: Route, spec: ServiceSpec) {
        guard !route.auth.schemes.isEmpty else { return nil }
        schemes = route.auth.schemes.map(\.value)
        isOptional = route.auth.isOptional
        claims = spec.claims(of: route)
    }

    /// What holds for all of a hub's routes; nil if all are open.
    init?(_ routes: [Route], spec: ServiceSpec) {
        let callers = routes.map { CallerPlan($0, spec: spec) }
        guard let first = callers.lazy.compactMap({ $0 }).first else { return nil }
        var schemes: [String] = []
        for scheme in callers.flatMap({ $0?.schemes ?? [] }) where !schemes.contains(scheme) { schemes.append(scheme) }
        self.schemes = schemes
        isOptional = callers.contains { $0?.isOptional == true }
        claims = callers.allSatisfy { $0?.claims == first.claims } ? first.claims : nil
    }
}
