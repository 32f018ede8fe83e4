/// What a route asks of the server; nil takes the server's own setting.
public struct RouteOptions: Sendable {
    /// What happens when a service has more to do than it can.
    public enum Priority: Int, Hashable, Sendable {
        case low, normal, high
    }

    /// How long a handler may take (default: the server's `timeouts.request`).
    public var timeout: Duration?
    /// Whether the route runs as long as it likes: streams and downloads.
    public var unlimitedTime: Bool
    /// The most bytes that a body may have (default: the server's `limits.body`).
    public var maxBody: Int?
    /// How much the route matters when the service is overloaded (default normal).
    public var priority: Priority
    /// Which pages of other origins may call the route (default: none).
    public var crossOrigin: CrossOrigin?
    /// How often it may be called; a call counts against each rate (default: as often as one likes).
    public var rateLimits: [RequestRate]
    /// How many requests may be under way at once (default: no limit); more get 503.
    public var maxInFlight: Int?
    /// Whether answers are compressed for clients that take gzip (default: no).
    public var compress: Bool
    /// How long clients may keep a successful answer that says nothing of it itself; zero forbids it (default: unsaid).
    public var cache: Duration?
    /// What kind of work it is (default: by what answers it).
    public var kind: RouteKind?
    /// Whether the route is spared for a while when its handler fails (default on).
    public var breaker: Bool
    /// Whether its requests are refused when the service is overloaded (default on).
    public var shed: Bool
    /// Whether compressed bodies of requests are inflated (default on); off, the handler gets them as they came.
    public var decompress: Bool
    /// What is different about the headers that keep browsers from doing harm.
    public var securityHeaders: SecurityHeaders?
    /// Whether a field of a JSON body that its type does not have is a violation (default: it is skipped).
    public var rejectsUnknownFields: Bool
    /// The status of an answer that lists violations (default 422).
    public var violationStatus: Int
    /// The schemes of which one must know the sender; none lets everyone in.
    public var auth: [String]
    /// Whether who brings no credentials of these schemes is let in too, as nobody (default: no).
    public var authOptional: Bool
    /// Middlewares before `auth`, the outermost first.
    public var before: [Middleware]
    /// Middlewares behind `auth`, the outermost first.
    public var use: [Middleware]

    /// Makes options; what is not given is the server's default.
    public init(
        timeout: Duration? = nil, unlimitedTime: Bool = false, maxBody: Int? = nil, priority: Priority = .normal,
        crossOrigin: CrossOrigin? = nil, rateLimit: RequestRate? = nil, maxInFlight: Int? = nil, compress: Bool = false,
        cache: Duration? = nil, before: [Middleware] = [], auth: [String] = [],
        authOptional: Bool = false, use: [Middleware] = [],
        rateLimits: [RequestRate] = [], kind: RouteKind? = nil, breaker: Bool = true, shed: Bool = true,
        decompress: Bool = true, rejectsUnknownFields: Bool = false, violationStatus: Int = 422,
        securityHeaders: SecurityHeaders? = nil
    ) {
        self.timeout = timeout
        self.unlimitedTime = unlimitedTime
        self.maxBody = maxBody
        self.priority = priority
        self.crossOrigin = crossOrigin
        self.rateLimits = [rateLimit].compactMap { $0 } + rateLimits
        self.maxInFlight = maxInFlight
        self.compress = compress
        self.cache = cache
        self.before = before
        self.auth = auth
        self.authOptional = authOptional
        self.use = use
        self.kind = kind
        self.breaker = breaker
        self.shed = shed
        self.decompress = decompress
        self.rejectsUnknownFields = rejectsUnknownFields
        self.violationStatus = violationStatus
        self.securityHeaders = securityHeaders
    }
}
