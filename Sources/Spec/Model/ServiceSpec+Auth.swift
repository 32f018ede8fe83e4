extension ServiceSpec {
    /// The way to authenticate of that name, if the spec has one.
    public func scheme(named name: String) -> AuthScheme? {
        auth.first { $0.name.value == name }
    }

    /// The middleware of that name, if the spec has one.
    public func middleware(named name: String) -> MiddlewareDeclaration? {
        middleware.first { $0.name.value == name }
    }

    /// The ways to authenticate that routes ask for, in the order of the file: a service needs the keys of these alone.
    public var usedAuth: [AuthScheme] {
        let names = Set(routes.flatMap { $0.auth.schemes.map(\.value) })
        return auth.filter { names.contains($0.name.value) }
    }

    /// The type of what whoever calls a route says of themselves; nil for an open route, and where one of its schemes has
    /// no such type or another's.
    public func claims(of route: Route) -> String? {
        let types = route.auth.schemes.map { scheme(named: $0.value)?.claims?.value }
        guard let first = types.first, let type = first, types.allSatisfy({ $0 == type }) else { return nil }
        return type
    }
}

extension Route {
    /// The policies that mean something to the route's action: a group may say more than each of its routes has a use for.
    public var servedPolicies: Policies {
        var result = policies
        switch action {
        case .handler, .proxy: break
        case .hub:
            // A hub has its own limits, origins and compression; no answer is ever kept.
            result.cors = nil
            result.maxInFlight = nil
            result.compress = nil
            result.cache = nil
            result.maxBody = nil
            result.unknownFields = nil
        case .staticFiles: result.cache = nil
        case .redirect: result.compress = nil
        case .presence, .respond: break
        }
        switch action {
        case .handler, .hub: break
        default: (result.unknownFields, result.violations) = (nil, nil)
        }
        if !runsCode { result.timeout = nil }
        if !readsBody { result.maxBody = nil }
        return result
    }

    /// Whether something may take its time: a handler, a middleware, whoever checks credentials, a hub's `connecting`.
    private var runsCode: Bool {
        switch action {
        case .handler, .proxy: true
        default: !middleware.isEmpty || !auth.schemes.isEmpty
        }
    }

    /// Whether a request's body is looked at.
    private var readsBody: Bool {
        switch action {
        case .handler, .proxy: true
        case .hub: false
        default: !middleware.isEmpty || !auth.schemes.isEmpty
        }
    }
}
