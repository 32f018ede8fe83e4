import GatewayRuntime
import GatewaySpec

extension RouteOptions {
    /// What a spec's route asks of the server; middlewares, which need code, are left out.
    init(_ route: GatewaySpec.Route) {
        let policies = route.servedPolicies
        self.init(auth: route.auth.schemes.map(\.value), authOptional: route.auth.isOptional)
        switch policies.timeout?.value {
        case .value(let duration): timeout = duration
        case Limit.none?: unlimitedTime = true
        case nil: break
        }
        switch policies.maxBody?.value {
        case .value(let bytes): maxBody = bytes
        case Limit.none?: maxBody = .max
        case nil: break
        }
        if let word = policies.priority?.value { priority = Priority(word) }
        crossOrigin = (policies.cors?.value.limit).map { CrossOrigin($0) }
        rateLimits = (policies.rateLimits?.value.limit ?? []).map { RequestRate($0) }
        breaker = policies.breaker?.value ?? true
        shed = policies.shed?.value ?? true
        decompress = policies.decompress?.value ?? true
        rejectsUnknownFields = policies.unknownFields?.value == .reject
        violationStatus = policies.violations?.value ?? 422
        securityHeaders = (policies.securityHeaders?.value).map { GatewayRuntime.SecurityHeaders($0) }
        maxInFlight = policies.maxInFlight?.value.limit
        compress = policies.compress?.value ?? false
        switch policies.cache?.value {
        case .value(let age): cache = age
        case Limit.none?: cache = .zero
        case nil: break
        }
    }
}

extension RouteOptions.Priority {
    fileprivate init(_ word: GatewaySpec.Priority) {
        switch word {
        case .low: self = .low
        case .normal: self = .normal
        case .high: self = .high
        }
    }
}

extension GatewayRuntime.SecurityHeaders {
    fileprivate init(_ headers: GatewaySpec.SecurityHeaders) {
        self.init(
            isOn: headers.isOn, frames: headers.frames.flatMap { ChainSettings.Frames(rawValue: $0.rawValue) },
            referrerPolicy: headers.referrer.flatMap { ChainSettings.ReferrerPolicy(rawValue: $0.rawValue) })
    }
}

extension GatewayRuntime.Envelope {
    /// What a spec wraps its answers in.
    init(_ envelope: GatewaySpec.Envelope) {
        self.init(
            code: envelope.code, message: envelope.message, data: envelope.data,
            errorStatus: envelope.errors == .ok ? .ok : .own)
    }
}

extension CrossOrigin {
    fileprivate init(_ cors: Cors) {
        self.init(
            origins: cors.origins, methods: cors.methods, headers: cors.headers, credentials: cors.credentials,
            maxAge: cors.maxAge, exposed: cors.exposed)
    }
}

extension RequestRate {
    fileprivate init(_ limit: RateLimit) {
        let key: Key =
            switch limit.by {
            case .ip: .ip
            case .user: .user
            case .all: .all
            case .header(let name): .header(name)
            }
        self.init(limit.rate.count, per: limit.rate.per, burst: limit.burst, by: key)
    }
}
