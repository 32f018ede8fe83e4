/// What a server's connections go by: made of the settings, and replaced as a whole when these change.
///
/// Each event loop holds one of its own, so that a request asks nobody else for it.
final class ServerRules: Sendable {
    let settings: ServiceSettings
    let router: Router
    /// Whose word about clients is believed; nil if nobody's.
    let proxies: TrustedProxies?
    let parserLimits: HTTP1Limits
    /// The settings' times in milliseconds.
    let times: Times
    /// How many nanoseconds a handler may hold its event loop before its route's calls start on the thread pool.
    let longestHold: UInt64

    struct Times: Sendable {
        let header: UInt64
        let body: UInt64
        let idle: UInt64
        let write: UInt64
        let request: UInt64
        /// How long a client whose request was refused may still send before the connection is cut.
        let linger: UInt64 = 2000
    }

    init(settings: ServiceSettings, router: Router) {
        self.settings = settings
        self.router = router
        proxies = TrustedProxies(settings.proxies)
        parserLimits = HTTP1Limits(
            requestLine: settings.limits.requestLine, headerBytes: settings.limits.header,
            headerCount: settings.limits.headerCount)
        longestHold = settings.handlers.hold.map { $0.milliseconds &* 1_000_000 } ?? .max
        times = Times(
            header: settings.timeouts.header.milliseconds, body: settings.timeouts.body.milliseconds,
            idle: settings.timeouts.idle.milliseconds, write: settings.timeouts.write.milliseconds,
            request: settings.timeouts.request.milliseconds)
    }

    /// The same for another event loop.
    func copy() -> ServerRules { ServerRules(settings: settings, router: router) }
}

extension Duration {
    /// Whole milliseconds, at least 0.
    var milliseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        return UInt64(parts.seconds) &* 1000 &+ UInt64(parts.attoseconds / 1_000_000_000_000_000)
    }
}
