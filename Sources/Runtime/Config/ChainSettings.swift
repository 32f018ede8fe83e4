/// Which stages stand before routes, and how they are tuned. A stage that is off here is off for every route; one that is on
/// does what the spec says of the route.
public struct ChainSettings: Hashable, Sendable {
    /// Which pages may show an answer in a frame.
    public enum Frames: String, Hashable, Sendable, CaseIterable {
        /// None, those of the same origin, or any.
        case none, same, any
    }

    /// What a browser tells other sites of the page that a link stood on (Referrer Policy §3).
    public enum ReferrerPolicy: String, Hashable, Sendable, CaseIterable {
        case noReferrer = "no-referrer"
        case sameOrigin = "same-origin"
        case strictOrigin = "strict-origin"
        case strictOriginWhenCrossOrigin = "strict-origin-when-cross-origin"
    }

    /// Whether a route whose handler fails is spared for a while (default on).
    public var breaker = true
    /// How many requests are let through for each that succeeds (default 1.5).
    public var breakerFactor = 1.5
    /// How far the breaker looks back (default 10 s).
    public var breakerWindow = Duration.seconds(10)
    /// How many requests of a window may fail before any is refused (default 5).
    public var breakerProtection = 5
    /// After so long without a request that was let through, one is, to find out whether the route works again (default 1 s).
    public var breakerForcedPass = Duration.seconds(1)
    /// Whether requests are refused when the process has more to do than it can (default on; on Linux alone).
    public var shedding = true
    /// From which use of the CPUs that the process may have, in percent, requests of normal priority may be refused (default 90).
    public var shedCPU = 90
    /// A service that answers within so long is not overloaded, however busy it is (default 20 ms).
    public var shedLatency = Duration.milliseconds(20)
    /// Whether `rateLimit` of the spec holds (default on).
    public var rateLimit = true
    /// Whether `maxInFlight` of the spec holds (default on).
    public var maxInFlight = true
    /// Whether `cors` of the spec holds (default on); off, no page of another origin may read.
    public var cors = true
    /// Whether `compress` of the spec holds (default on).
    public var compress = true
    /// Whether compressed bodies of requests are inflated for handlers (default on); off, they get 415.
    public var decompress = true
    /// Whether answers bear the headers that keep browsers from doing harm (default on).
    public var securityHeaders = true
    /// Which pages may show an answer in a frame (default `same`).
    public var frames = Frames.same
    /// What a browser tells other sites of where a link stood (default `strict-origin-when-cross-origin`).
    public var referrerPolicy = ReferrerPolicy.strictOriginWhenCrossOrigin
    /// For how long a browser may come by TLS alone, once it came by TLS (default: it isn't told).
    public var hsts: Duration?
    /// The `Server` header of answers (default none).
    public var server: String?
    /// How many clients, users or keys a rate limit remembers (default 100,000); beyond, those that called least are forgotten.
    public var rateKeys = 100_000

    /// The defaults.
    public init() {}
}

/// Whom to believe when they say for whom they ask.
public struct ProxySettings: Hashable, Sendable {
    /// Where a proxy says it.
    public enum Header: String, Hashable, Sendable, CaseIterable {
        /// `X-Forwarded-For`, `X-Forwarded-Proto` and, if it is believed, `X-Forwarded-Host`.
        case xForwardedFor = "x-forwarded-for"
        /// `Forwarded` (RFC 7239).
        case forwarded
    }

    /// Whether trusted proxies say for whom a connection is before its first byte.
    public enum Connections: String, Hashable, Sendable, CaseIterable {
        /// They don't.
        case off
        /// They do, by the PROXY protocol in version 1 or 2, on each connection.
        case v1v2
    }

    /// The addresses of proxies whose headers are believed (default none: nobody's are).
    public internal(set) var trusted: [TrustedPeer] = []
    /// Where they say for whom they ask (default `x-forwarded-for`); the other header is ignored.
    public var header = Header.xForwardedFor
    /// Whether the host that they name is believed too (default off: many proxies pass on whatever the client sends).
    public var host = false
    /// Whether they say it of each connection by the PROXY protocol (default off); then a connection of theirs without it ends.
    public var `protocol` = Connections.off
}
