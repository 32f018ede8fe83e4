package import NIOCore

/// A connection that carries many exchanges at once, as its event loop knows it: its place at the gate, its deadlines, and
/// what becomes of it when the server stops. What speaks the protocol owns it. It belongs to its loop's thread.
package final class StreamSession: LoopConnection {
    /// What speaks the protocol.
    package protocol Carrier: AnyObject {
        /// Tells the client to open no more streams; the connection ends with the last of those that are open.
        func goAway()
        /// Ends the connection now.
        func close()
        /// What the channel has and the kernel hasn't.
        var pendingBytes: Int { get }
        /// About how much the kernel has taken.
        var sentBytes: UInt64 { get }
        /// When the client began a header section that it hasn't finished, in milliseconds of the loop.
        var headerSince: UInt64? { get }
    }

    let loop: ServerLoop
    let core: ServerCore
    /// What holds now.
    var rules: ServerRules { loop.rules }
    /// How the protocol is spoken: what held when the connection began, which the client was told.
    package let settings: HTTP2Options
    let address: ConnectionGate.Address?
    let info: ConnectionInfo
    let isSecure: Bool
    /// The other end's address, and whether it is a proxy whose word about clients is believed.
    let peer: IPAddress?
    private(set) var isBehindProxy: Bool
    private weak var carrier: (any Carrier)?
    private(set) var exchanges: [StreamExchange] = []
    /// Handlers at work, those whose client is gone among them.
    var handlers = 0
    /// When the last stream ended, or the connection began.
    private var idleSince: UInt64
    private var sending = ProgressWindow()
    private var isLeaving = false
    private var isGone = false

    init(
        loop: ServerLoop, address: ConnectionGate.Address?, _ channel: any Channel, scheme: String = "http",
        client: ClientCertificate? = nil, named: IPAddress? = nil
    ) {
        self.loop = loop
        core = loop.core
        settings = loop.rules.settings.http2
        self.address = address
        isSecure = scheme == "https"
        let peer = named ?? IPAddress(channel.remoteAddress)
        self.peer = peer
        isBehindProxy = Self.trusts(peer, loop.rules.proxies)
        info = ConnectionInfo(
            remoteAddress: named?.description ?? channel.remoteAddress?.ipAddress ?? "local", scheme: scheme,
            client: client)
        loop.takeTime()
        idleSince = loop.now
    }

    // MARK: For the carrier

    /// How much of a header section is taken.
    package var limits: HTTP1Limits { rules.parserLimits }
    /// Milliseconds of the loop, taken when bytes last came in.
    package var now: UInt64 { loop.now }
    /// Takes the time.
    package func takeTime() { loop.takeTime() }

    /// How many streams are open.
    package var openStreams: Int { exchanges.count }

    /// Whether another stream is taken: a client that resets its streams may leave handlers behind that don't stop.
    package var hasRoom: Bool { exchanges.count < settings.streams && handlers < 2 * settings.streams }

    /// The connection is there.
    package func start(_ carrier: any Carrier) {
        self.carrier = carrier
        loop.add(self)
        watch()
        if core.isDraining { drain() }
    }

    /// The connection is gone.
    package func end() {
        guard !isGone else { return }
        isGone = true
        carrier = nil
        loop.remove(self)
        for exchange in exchanges { exchange.closed() }
        core.gate.leave(address)
    }

    /// What was sent waits in the channel, or doesn't any more.
    package func writabilityChanged(to isWritable: Bool) {
        guard let carrier, !isGone else { return }
        if isWritable { sending.end() } else { sending.begin(now: loop.now, bytes: carrier.sentBytes) }
        watch()
    }

    /// Has the loop look at the connection when its next deadline is due.
    package func watch() {
        guard !isGone else { return }
        var due = exchanges.isEmpty ? idleSince + idleTime : loop.now + rules.times.idle
        if let since = carrier?.headerSince { due = min(due, since + rules.times.header) }
        if let since = sending.since { due = min(due, since + rules.times.write) }
        loop.watch(self, until: due)
    }

    /// How long the connection may have no stream; who has been told to go is not waited for.
    private var idleTime: UInt64 { isLeaving ? rules.times.linger : rules.times.idle }

    package func debug(_ message: String) {
        core.logger.debug("\(message)", metadata: ["from": "\(info.remoteAddress)"])
    }

    // MARK: Exchanges

    func add(_ exchange: StreamExchange) {
        exchange.place = exchanges.count
        exchanges.append(exchange)
    }

    func remove(_ exchange: StreamExchange) {
        let place = exchange.place
        guard place >= 0, place < exchanges.count else { return }
        let last = exchanges.removeLast()
        if last !== exchange {
            exchanges[place] = last
            last.place = place
        }
        exchange.place = -1
        idleSince = loop.now
        watch()
    }

    // MARK: Ends

    override func expired(now: UInt32) {
        let now = loop.now
        let times = rules.times
        if sending.since != nil, let carrier {
            if carrier.pendingBytes == 0 { sending.end() }
            let rate = rules.settings.limits.minimumRate
            guard sending.check(now: now, length: times.write, bytes: carrier.sentBytes, minimumRate: rate) else {
                return abort()
            }
        }
        if let since = carrier?.headerSince, now >= since + times.header { return abort() }
        if exchanges.isEmpty, now >= idleSince + idleTime {
            guard !isLeaving else { return abort() }
            leave()
        }
        watch()
    }

    override func rulesChanged() {
        isBehindProxy = Self.trusts(peer, rules.proxies)
        watch()
    }

    /// Whether the other end is a proxy that is believed; one without an address comes by a Unix socket.
    private static func trusts(_ peer: IPAddress?, _ proxies: TrustedProxies?) -> Bool {
        guard let proxies else { return false }
        return peer.map { proxies.trusts($0) } ?? proxies.trusts(nil as SocketAddress?)
    }

    override func drain() {
        leave()
        for exchange in exchanges { exchange.drain() }
    }

    /// Says good-bye; a client that doesn't hear it in time is cut.
    private func leave() {
        guard !isLeaving else { return }
        isLeaving = true
        loop.takeTime()
        idleSince = loop.now
        carrier?.goAway()
        watch()
    }

    override func abort() { carrier?.close() }
}

/// What speaks HTTP/2: the module GatewayHTTP2. The runtime knows no more of it than this.
package protocol HTTP2Provider: Sendable {
    /// Takes a connection: puts its handlers at the pipeline's end, and owns the session from then on. On the channel's
    /// event loop.
    func start(_ channel: any Channel, _ session: StreamSession) throws
}
