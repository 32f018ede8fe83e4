import GatewaySpec

/// A route's policies as `RouteOptions`.
struct RouteOptionsCode {
    let route: Route
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// `options: RouteOptions(…)`; nothing where the route leaves everything to the service.
    var argument: [(label: String?, value: SwiftExpression)] {
        let all = limits + exchange + access + stages
        return all.isEmpty ? [] : [("options", .call(names.runtime("RouteOptions"), all))]
    }

    private var policies: Policies { route.servedPolicies }

    private var limits: [(label: String?, value: SwiftExpression)] {
        var list: [(label: String?, value: SwiftExpression)] = []
        switch policies.timeout?.value {
        case .value(let duration): list.append(("timeout", .plain(SwiftLiteral.duration(duration))))
        case Limit.none?: list.append(("unlimitedTime", "true"))
        case nil: break
        }
        switch policies.maxBody?.value {
        case .value(let bytes): list.append(("maxBody", .plain(SwiftLiteral.integer(bytes))))
        case Limit.none?: list.append(("maxBody", ".max"))
        case nil: break
        }
        if let priority = policies.priority?.value { list.append(("priority", .plain(".\(priority.rawValue)"))) }
        return list
    }

    private var exchange: [(label: String?, value: SwiftExpression)] {
        var list: [(label: String?, value: SwiftExpression)] = []
        if let cors = policies.cors?.value.limit { list.append(("crossOrigin", crossOrigin(cors))) }
        if let rates = policies.rateLimits?.value.limit, rates.count == 1 {
            list.append(("rateLimit", rate(rates[0])))
        }
        if let most = policies.maxInFlight?.value.limit {
            list.append(("maxInFlight", .plain(SwiftLiteral.integer(most))))
        }
        if policies.compress?.value == true { list.append(("compress", "true")) }
        switch policies.cache?.value {
        case .value(let age): list.append(("cache", .plain(SwiftLiteral.duration(age))))
        case Limit.none?: list.append(("cache", ".zero"))
        case nil: break
        }
        return list
    }

    private var access: [(label: String?, value: SwiftExpression)] {
        var list: [(label: String?, value: SwiftExpression)] = []
        let used = route.middleware.compactMap { name in plan.middleware.first { $0.spec.name == name } }
        let (before, behind) = (used.filter(\.spec.isBeforeAuth), used.filter { !$0.spec.isBeforeAuth })
        if !before.isEmpty { list.append(("before", .list(before.map { .plain($0.local) }))) }
        let schemes = route.auth.schemes
        if !schemes.isEmpty { list.append(("auth", .list(schemes.map { .plain(SwiftLiteral.string($0.value)) }))) }
        if route.auth.isOptional { list.append(("authOptional", "true")) }
        if !behind.isEmpty { list.append(("use", .list(behind.map { .plain($0.local) }))) }
        return list
    }

    private var stages: [(label: String?, value: SwiftExpression)] {
        var list: [(label: String?, value: SwiftExpression)] = []
        if let rates = policies.rateLimits?.value.limit, rates.count > 1 {
            list.append(("rateLimits", .list(rates.map { rate($0) })))
        }
        switch route.result {
        case .events, .raw(.stream): list.append(("kind", ".stream"))
        default: break
        }
        if policies.breaker?.value == false { list.append(("breaker", "false")) }
        if policies.shed?.value == false { list.append(("shed", "false")) }
        if policies.decompress?.value == false { list.append(("decompress", "false")) }
        if policies.unknownFields?.value == .reject, route.body != nil {
            list.append(("rejectsUnknownFields", "true"))
        }
        if let status = policies.violations?.value, status != 422, !route.parameters.isEmpty || route.bodySpan != nil {
            list.append(("violationStatus", .plain("\(status)")))
        }
        if let headers = policies.securityHeaders?.value {
            var changes: [(label: String?, value: SwiftExpression)] = []
            if !headers.isOn { changes.append(("isOn", "false")) }
            if let frames = headers.frames {
                // `.none` alone would be that of an optional: no choice at all.
                changes.append(("frames", .plain("\(names.runtime("ChainSettings")).Frames.\(frames.rawValue)")))
            }
            if let policy = headers.referrer { changes.append(("referrerPolicy", .plain(".\(policy)"))) }
            if !changes.isEmpty {
                list.append(("securityHeaders", .call(names.runtime("SecurityHeaders"), changes)))
            }
        }
        return list
    }

    private func crossOrigin(_ cors: Cors) -> SwiftExpression {
        var list: [(label: String?, value: SwiftExpression)] = []
        if let origins = cors.origins { list.append(("origins", Self.strings(origins))) }
        if !cors.methods.isEmpty { list.append(("methods", Self.strings(cors.methods))) }
        if !cors.headers.isEmpty { list.append(("headers", Self.strings(cors.headers))) }
        if cors.credentials { list.append(("credentials", "true")) }
        if let age = cors.maxAge { list.append(("maxAge", .plain(SwiftLiteral.duration(age)))) }
        if !cors.exposed.isEmpty { list.append(("exposed", Self.strings(cors.exposed))) }
        return .call(names.runtime("CrossOrigin"), list)
    }

    private func rate(_ limit: RateLimit) -> SwiftExpression {
        var list: [(label: String?, value: SwiftExpression)] = [
            (nil, .plain(SwiftLiteral.integer(limit.rate.count))),
            ("per", .plain(SwiftLiteral.duration(limit.rate.per))),
        ]
        if let burst = limit.burst { list.append(("burst", .plain(SwiftLiteral.integer(burst)))) }
        switch limit.by {
        case .ip: break
        case .header(let name): list.append(("by", .plain(".header(\(SwiftLiteral.string(name)))")))
        case .user, .all: list.append(("by", .plain(".\(limit.by)")))
        }
        return .call(names.runtime("RequestRate"), list)
    }

    private static func strings(_ texts: [String]) -> SwiftExpression {
        .list(texts.map { .plain(SwiftLiteral.string($0)) })
    }
}
