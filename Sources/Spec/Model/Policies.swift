/// Limits and settings of a route; nil leaves the service's own.
public struct Policies: Sendable {
    /// How long a handler may take.
    public var timeout: Spanned<Limit<Duration>>?
    /// How many bytes a body may have.
    public var maxBody: Spanned<Limit<Int>>?
    /// Who may call from a browser's page of another origin.
    public var cors: Spanned<Limit<Cors>>?
    /// How often it may be called.
    public var rateLimits: Spanned<Limit<[RateLimit]>>?
    /// How many requests may be under way at once.
    public var maxInFlight: Spanned<Limit<Int>>?
    /// Whether answers are compressed.
    public var compress: Spanned<Bool>?
    /// How long answers may be kept by clients.
    public var cache: Spanned<Limit<Duration>>?
    /// What is shed first when the service is overloaded.
    public var priority: Spanned<Priority>?
    /// Whether the route is spared for a while when its handler fails.
    public var breaker: Spanned<Bool>?
    /// Whether requests are refused when the service is overloaded.
    public var shed: Spanned<Bool>?
    /// Whether compressed bodies are inflated.
    public var decompress: Spanned<Bool>?
    /// What happens to fields of a JSON body that its type does not have.
    public var unknownFields: Spanned<UnknownFields>?
    /// The status of an answer that lists what breaks the rules.
    public var violations: Spanned<Int>?
    /// What is different about the headers that keep browsers from doing harm.
    public var securityHeaders: Spanned<SecurityHeaders>?

    /// Makes policies that leave everything to the service.
    public init() {}

    /// These policies, with what they leave open taken from an outer group or the spec.
    public func inheriting(_ outer: Policies) -> Policies {
        var result = self
        result.timeout = timeout ?? outer.timeout
        result.maxBody = maxBody ?? outer.maxBody
        result.cors = cors ?? outer.cors
        result.rateLimits = rateLimits ?? outer.rateLimits
        result.maxInFlight = maxInFlight ?? outer.maxInFlight
        result.compress = compress ?? outer.compress
        result.cache = cache ?? outer.cache
        result.priority = priority ?? outer.priority
        result.breaker = breaker ?? outer.breaker
        result.shed = shed ?? outer.shed
        result.decompress = decompress ?? outer.decompress
        result.unknownFields = unknownFields ?? outer.unknownFields
        result.violations = violations ?? outer.violations
        result.securityHeaders = securityHeaders ?? outer.securityHeaders
        return result
    }
}

/// A limit or rules, or none (`timeout: none`).
public enum Limit<Value: Hashable & Sendable>: Hashable, Sendable {
    /// No limit.
    case none
    /// Up to this.
    case value(Value)

    /// The limit, if there is one.
    public var limit: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

/// What happens to fields that a type does not have.
public enum UnknownFields: String, CaseIterable, Sendable {
    /// They are skipped; each is a violation.
    case ignore, reject
}

/// What is shed last.
public enum Priority: String, CaseIterable, Sendable {
    /// Shed first, as usual, shed last.
    case low, normal, high
}

/// Cross-origin requests that are allowed.
public struct Cors: Hashable, Sendable {
    /// The origins; nil is any (`*`).
    public var origins: [String]?
    /// The methods (default: the path's own).
    public var methods: [String]
    /// Request headers beyond the simple ones.
    public var headers: [String]
    /// Headers of answers that a page may read beyond the simple ones.
    public var exposed: [String]
    /// Whether cookies and authorization go along.
    public var credentials: Bool
    /// How long a browser may remember the answer.
    public var maxAge: Duration?

    /// Makes cross-origin rules.
    public init(
        origins: [String]? = nil, methods: [String] = [], headers: [String] = [], exposed: [String] = [],
        credentials: Bool = false, maxAge: Duration? = nil
    ) {
        self.origins = origins
        self.methods = methods
        self.headers = headers
        self.exposed = exposed
        self.credentials = credentials
        self.maxAge = maxAge
    }
}

/// A number of events per time, as `20/s`.
public struct Rate: Hashable, Sendable {
    /// How many.
    public var count: Int
    /// In how long.
    public var per: Duration

    /// Makes a rate.
    public init(count: Int, per: Duration) {
        self.count = count
        self.per = per
    }
}

/// How often a route may be called.
public struct RateLimit: Hashable, Sendable {
    /// How often.
    public var rate: Rate
    /// How many at once before the rate counts (default: the rate's own count).
    public var burst: Int?
    /// Who shares the limit.
    public var by: Key

    /// Who shares a limit.
    public enum Key: Hashable, Sendable {
        /// Each client's address, each authenticated user, or everyone together.
        case ip, user, all
        /// Each value of a request header.
        case header(String)

        /// Reads `ip`, `user`, `all` or `header X-API-Key`; nil for anything else.
        public init?(_ text: String) {
            switch text {
            case "ip": self = .ip
            case "user": self = .user
            case "all": self = .all
            default:
                guard text.hasPrefix("header "), ScalarShape.isToken(String(text.dropFirst(7))) else { return nil }
                self = .header(String(text.dropFirst(7)))
            }
        }
    }

    /// Makes a limit.
    public init(rate: Rate, burst: Int? = nil, by: Key = .ip) {
        self.rate = rate
        self.burst = burst
        self.by = by
    }
}
