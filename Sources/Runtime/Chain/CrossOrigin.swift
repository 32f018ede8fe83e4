/// Which pages of other origins may call a route from a browser (CORS, WHATWG Fetch §3.3).
public struct CrossOrigin: Hashable, Sendable {
    /// The origins, such as `https://app.example.com`; nil is any, and then nothing of the user's goes along.
    public var origins: [String]?
    /// The methods that a page may use (default: any that the path has).
    public var methods: [String]
    /// The request headers that a page may send beyond the simple ones.
    public var headers: [String]
    /// The headers of answers that a page may read beyond the simple ones (Fetch §3.3.3); `*` is all of them, where no
    /// credentials go along.
    public var exposed: [String]
    /// Whether cookies and authorization go along; never with `origins` nil.
    public var credentials: Bool
    /// How long a browser may remember the answer (default: none, which is five seconds to it).
    public var maxAge: Duration?

    /// Makes rules; the default lets any page read answers that are no secret.
    public init(
        origins: [String]? = nil, methods: [String] = [], headers: [String] = [], credentials: Bool = false,
        maxAge: Duration? = nil, exposed: [String] = []
    ) {
        self.origins = origins
        self.methods = methods
        self.headers = headers
        self.credentials = credentials
        self.maxAge = maxAge
        self.exposed = exposed
    }
}
