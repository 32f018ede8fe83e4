public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// An HTTP/1.1 server: routes, the hubs behind them, and their settings.
///
/// `Service.run` makes one for a generated service; tests and programs of their own can do so too:
/// ```swift
/// var routes = Routes()
/// routes.respond(.get, "/hello", .text("Hello"))
/// let server = try HTTPServer(routes: routes, logger: logger)
/// let address = try await server.start()
/// …
/// await server.shutdown()
/// ```
public final class HTTPServer: Sendable {
    enum State {
        case new
        case starting
        case running(Running)
        case stopping
        case stopped
    }

    struct Running: Sendable {
        let group: MultiThreadedEventLoopGroup
        let loops: [NIOLoopBound<ServerLoop>]
        let doors: [LoopDoor]
        let listeners: Listener.Opened
        /// Looks for new certificates.
        let watch: Task<Void, Never>?
    }

    let core: ServerCore
    /// What holds now; each loop has a copy.
    let newest: Guarded<ServerRules>
    let routes: Routes
    let places: ProcessPlaces
    private let tls: TLSLoading
    private let http2: HTTP2Loading
    let hubs: [any AnyHub]
    let state = Guarded(State.new)

    /// Makes a server; it listens after `start()`.
    ///
    /// - Parameter transports: what is spoken besides HTTP/1.1; `tls.*` of the settings needs `.tls`.
    /// - Throws: `RouteError` if two routes answer the same requests, or a pattern is none.
    public convenience init(
        routes: Routes, hubs: [any AnyHub] = [], settings: ServiceSettings = ServiceSettings(),
        transports: [ServiceTransport] = [], logger: Logger
    ) throws(RouteError) {
        try self.init(
            routes: routes, hubs: hubs, settings: settings, transports: transports, logger: logger, clock: .system)
    }

    /// A server whose deadlines go by a clock of the caller's.
    package convenience init(
        routes: Routes, hubs: [any AnyHub] = [], settings: ServiceSettings, transports: [ServiceTransport] = [],
        logger: Logger, clock: ServerClock
    ) throws(RouteError) {
        try self.init(
            routes: routes, hubs: hubs, settings: settings, transports: transports, logger: logger, clock: clock,
            gauge: CPUGauge.process())
    }

    /// A server that sheds load by a gauge of the caller's, and takes chances as the caller says.
    init(
        routes: Routes, hubs: [any AnyHub], settings: ServiceSettings, transports: [ServiceTransport], logger: Logger,
        clock: ServerClock, gauge: CPUGauge?, chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) throws(RouteError) {
        tls = TLSLoading(settings: settings, root: routes.root, transports: transports, logger: logger)
        http2 = HTTP2Loading(settings: settings, provider: transports.http2)
        let router = try Router(routes, chain: ServiceChain(settings.chain, gauge: gauge, chance: chance))
        core = ServerCore(
            limits: settings.limits, metrics: ServerMetrics(routes: router.routes, limit: settings.metrics.routes),
            readiness: routes.readiness, logger: logger, clock: clock)
        newest = Guarded(ServerRules(settings: settings, router: router))
        self.routes = routes
        self.hubs = hubs
        core.metrics.add(hubs)
        places = ProcessPlaces(limit: settings.limits.webSockets)
        for case let hub as any AttachableHub in hubs { hub.share(places) }
    }

    /// Listens on the settings' addresses, and answers from now on.
    ///
    /// - Returns: the main address, with the port that the system chose if the settings say 0.
    /// - Throws: `ServerError` if an address can't be listened on, or a certificate doesn't do.
    @discardableResult
    public func start() async throws -> ServerAddress {
        let isNew = state.withLock { state in
            guard case .new = state else { return false }
            state = .starting
            return true
        }
        guard isNew else { throw ServerError(code: .alreadyStarted, message: "The server was started before.") }
        let rules = rules
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, rules.settings.threads))
        do {
            let acceptor = try tls.load()
            let protocols = try http2.load()
            var loops: [NIOLoopBound<ServerLoop>] = []
            var doors: [LoopDoor] = []
            for loop in group.makeIterator() {
                let (core, rules, door) = (core, rules.copy(), LoopDoor())
                doors.append(door)
                loops.append(
                    try await loop.submit {
                        NIOLoopBound(
                            ServerLoop(eventLoop: loop, core: core, rules: rules, door: door), eventLoop: loop)
                    }.get())
            }
            let opened = try await Listener(
                core: core, settings: rules.settings, loops: loops, group: group, tls: acceptor, http2: protocols
            ).listen()
            let running = Running(
                group: group, loops: loops, doors: doors, listeners: opened, watch: tls.watch(acceptor))
            state.withLock { $0 = .running(running) }
            // Someone may have changed them meanwhile.
            let latest = self.rules
            if latest !== rules {
                for loop in loops { loop.eventLoop.execute { loop.value.change(to: latest.copy()) } }
            }
            core.readiness.turn(.ready)
            startBeats(running)
            return opened.addresses[0]
        } catch {
            state.withLock { $0 = .stopped }
            try? await group.shutdownGracefully()
            throw error
        }
    }

    var logger: Logger { core.logger }

    /// The event loops, while it runs.
    var loops: [NIOLoopBound<ServerLoop>] {
        guard case .running(let running) = state.withLock({ $0 }) else { return [] }
        return running.loops
    }

    var rules: ServerRules { newest.withLock { $0 } }

    /// The settings in force.
    package var settings: ServiceSettings { rules.settings }

    /// Has every loop measure how late it is.
    private func startBeats(_ running: Running) {
        guard let interval = settings.metrics.loopLag else { return }
        let milliseconds = max(1, interval.milliseconds)
        for loop in running.loops {
            loop.eventLoop.execute { loop.value.startBeats(every: milliseconds) }
        }
        for case let hub as any LoopedHub in hubs {
            for loop in hub.loops { loop.startBeats(every: UInt32(clamping: milliseconds)) }
        }
    }

    /// Whether the server takes work.
    package var readiness: Readiness { core.readiness }

    /// What it counts.
    package var metrics: ServerMetrics { core.metrics }

    /// All metrics as they are now.
    package func metricFamilies() async -> [MetricFamily] {
        await core.metrics.measureQueues()
        return core.metrics.families(connections: core.gate)
    }

    /// What it has counted up to now.
    func statistics() -> StatisticsReading { StatisticsReading(core.metrics, core.gate, hubs) }

    /// Every address that is listened on, the main one first; empty if the server isn't running.
    public var addresses: [ServerAddress] {
        guard case .running(let running) = state.withLock({ $0 }) else { return [] }
        return running.listeners.addresses
    }

    /// How many HTTP connections are open; WebSockets belong to their hubs.
    package var openConnections: Int { core.gate.openConnections }

    /// Looks at every deadline now: for tests that turn the clock by hand.
    package func tick() async {
        guard case .running(let running) = state.withLock({ $0 }) else { return }
        for loop in running.loops { try? await loop.eventLoop.submit { loop.value.fire() }.get() }
    }
}
