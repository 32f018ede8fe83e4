import GatewaySpec

/// A middleware that the user writes, with everything worked out that its code needs.
struct MiddlewarePlan {
    let spec: MiddlewareDeclaration
    /// The function: `audit`.
    let function: String
    /// What the service conforms to for it: `AuditMiddleware`.
    let type: String
    /// Whether a route passes through it.
    let isUsed: Bool

    init(_ declaration: MiddlewareDeclaration, spec: ServiceSpec) {
        self.spec = declaration
        function = SwiftName.member(declaration.name.value)
        type = SwiftName.middlewareProtocol(declaration.name.value)
        isUsed = spec.routes.contains { $0.middleware.contains(declaration.name) }
    }

    /// What it is called where routes are declared.
    var local: String { function + "Middleware" }

    /// A sentence on what it does.
    var doc: String { spec.doc ?? "Stands around routes with `use: \(spec.name.value)`, \(place)." }

    /// Where it stands.
    var place: String {
        spec.isBeforeAuth ? "before `auth`: nobody is known yet" : "behind `auth`: `context.identity` says who it is"
    }
}
