import Logging
import Synchronization

/// What all connections of a server share.
final class ServerCore: Sendable {
    let settings: ServiceSettings
    let router: Router
    let logger: Logger
    let clock: ServerClock
    let gate: ConnectionGate
    /// Whose word about clients is believed; nil if nobody's.
    let proxies: TrustedProxies?
    /// Who may say what its request is called; nil: nobody.
    let names: TrustedNames?
    let accessLog: AccessLog
    /// Finished spans, if someone takes them.
    let spans: SpanQueue?
    /// Which part of the traces that begin here is recorded.
    let sample: Double
    /// Whether answers bear `X-Request-ID`.
    let sendsRequestID: Bool
    let metrics: ServerMetrics
    let readiness: Readiness
    let parserLimits: HTTP1Limits
    /// The settings' times in milliseconds.
    let times: Times
    /// How many nanoseconds a handler may hold its event loop before its route's calls start on the thread pool.
    let longestHold: UInt64
    /// From how many nanoseconds on a request counts as slow.
    let slowness: UInt64
    private let draining = Atomic(false)

    struct Times: Sendable {
        let header: UInt64
        let body: UInt64
        let idle: UInt64
        let write: UInt64
        let request: UInt64
        /// How long a client whose request was refused may still send before the connection is cut.
        let linger: UInt64 = 2000
    }

    init(
        settings: ServiceSettings, router: Router, readiness: Readiness, logger: Logger, clock: ServerClock,
        accessLog: AccessLog? = nil, spans: (any SpanExporter)? = nil
    ) {
        self.settings = settings
        self.readiness = readiness
        self.router = router
        self.logger = logger
        self.clock = clock
        gate = ConnectionGate(limit: settings.limits.connections, limitPerIP: settings.limits.connectionsPerIP)
        proxies = TrustedProxies(settings.proxies)
        names = TrustedNames(settings.chain, hasProxies: proxies != nil)
        self.accessLog = accessLog ?? AccessLog(.logger(logger))
        self.spans = spans.map { SpanQueue($0, limit: settings.chain.traceQueue, logger: logger) }
        sample = spans == nil ? 0 : settings.chain.traceSample
        sendsRequestID = settings.chain.requestID
        metrics = ServerMetrics(routes: router.routes, limit: settings.metrics.routes)
        parserLimits = HTTP1Limits(
            requestLine: settings.limits.requestLine, headerBytes: settings.limits.header,
            headerCount: settings.limits.headerCount)
        longestHold = settings.handlers.hold.map { $0.milliseconds &* 1_000_000 } ?? .max
        slowness = settings.log.slow.map { $0.milliseconds &* 1_000_000 } ?? .max
        times = Times(
            header: settings.timeouts.header.milliseconds, body: settings.timeouts.body.milliseconds,
            idle: settings.timeouts.idle.milliseconds, write: settings.timeouts.write.milliseconds,
            request: settings.timeouts.request.milliseconds)
    }

    /// Whether the server is stopping: each connection ends with its present request.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func startDraining() { draining.store(true, ordering: .relaxed) }
}

extension Duration {
    /// Whole milliseconds, at least 0.
    var milliseconds: UInt64 {
        let parts = components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        return UInt64(parts.seconds) &* 1000 &+ UInt64(parts.attoseconds / 1_000_000_000_000_000)
    }
}
