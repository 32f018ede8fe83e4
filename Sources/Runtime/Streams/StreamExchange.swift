package import NIOCore

/// One request on a stream of its own, and its answer, whatever carries it: HTTP/2 does.
///
/// It decides, calls handlers and keeps deadlines as an HTTP/1.1 connection does for each of its requests; the carrier knows
/// the protocol. It belongs to its connection's event loop.
package final class StreamExchange: TimedSource, Replying {
    /// Where the bytes of the request's body go.
    enum Body {
        /// To the handler.
        case pipe(RequestBodyPipe)
        /// Nowhere, since the answer doesn't depend on them: at most so many more.
        case discard(remaining: Int)
        /// Nothing more is wanted, or nothing more comes.
        case complete
    }

    /// How far the answer is.
    enum Answer {
        case waiting
        /// A stream of chunks; `remaining` if its length was announced.
        case streaming(remaining: Int?)
        case complete
    }

    /// The longest request body that is let go by so that a stream ends in order whose answer didn't need it.
    static let discardLimit = 64 * 1024

    let session: StreamSession
    /// Holds the exchange until the stream is over.
    let carrier: any ExchangeCarrier
    let core: ServerCore
    /// What held when the request came.
    let rules: ServerRules
    let loop: ServerLoop
    /// Where it stands in its session's list.
    var place = -1
    /// There is one request, so nothing comes for another.
    let serial: UInt32 = 0

    var head = RequestHead()
    /// The route that answers.
    var matched: Route?
    var route: RouteInfo? { matched?.info }
    /// The status of the answer; 499 before there is one.
    var status = 499
    /// Bytes of the answer's body that went out.
    var sentBytes = 0
    /// Whether the request is under way, as far as anybody counts.
    var isUnderWay = false
    var body = Body.complete
    var answer = Answer.waiting
    /// The client has sent the last byte of its request.
    var inputEnded = false
    /// The stream is gone.
    private(set) var isGone = false
    var awaitsContinue = false
    /// A status of 2xx would open a tunnel (RFC 8441 §4).
    var wantsTunnel = false
    /// The handler doesn't keep up with the body, so the client isn't asked for more.
    var isBodyPaused = false
    /// Bytes in the handler's pipe that the client may not yet replace.
    var held = 0
    /// The most bytes that the body may have.
    var bodyLimit = Int.max
    /// All bytes of the body so far.
    var bodyBytes: UInt64 = 0
    var task: Task<Void, Never>?
    /// A handler is at work.
    var isTaskRunning = false
    var events: EventSource?
    var pass: RouteChain.Pass?
    /// What a trusted proxy says of the client.
    var forwarded: ForwardedRequest?
    /// Set while a WebSocket handshake is decided.
    var handshake: Handshake.Acceptance?
    /// A WebSocket's bytes, from when the stream is one.
    var tunnel: StreamBridge?
    /// The one who gave a stream's last chunk and waits until there is room.
    var writer: CheckedContinuation<Void, any Error>?

    // Times in milliseconds of the loop.
    /// How long the handler may take; nil: as long as it likes.
    var time: UInt64?
    /// When the handler's time began.
    var since: UInt64 = 0
    /// When the request's head came, in nanoseconds.
    var started: UInt64 = 0
    var receiving = ProgressWindow()
    var sending = ProgressWindow()

    /// Joins the session; `begin` comes next.
    package init(_ session: StreamSession, _ carrier: any ExchangeCarrier) {
        self.session = session
        self.carrier = carrier
        core = session.core
        rules = session.rules
        loop = session.loop
        super.init()
        session.add(self)
    }

    var info: ConnectionInfo { forwarded?.info ?? session.info }

    /// Whose request it is, as far as anyone knows.
    var source: RouteChain.Source {
        forwarded?.source ?? RouteChain.Source(address: session.address, isSecure: session.isSecure)
    }

    /// HEAD gets no body.
    var isHead: Bool { head.method == .head }

    var isAnswered: Bool {
        if case .complete = answer { true } else { false }
    }

    // MARK: From the carrier

    /// Bytes of the request's body came, or of a WebSocket.
    package func received(_ bytes: ByteBuffer) {
        guard !isGone else { return }
        guard !inputEnded else { return carrier.consumed(bytes.readableBytes) }
        loop.takeTime()
        if let tunnel { return tunnel.received(bytes) }
        take(bytes)
        watch()
    }

    /// The client ended its direction.
    package func receivedEnd() {
        guard !isGone, !inputEnded else { return }
        inputEnded = true
        loop.takeTime()
        if let tunnel { return tunnel.inputEnded() }
        if handshake != nil {
            // What was begun can't be finished.
            return carrier.end(.cancelled)
        }
        endBody()
        watch()
    }

    /// Bytes left for the socket; there may be room for more.
    package func roomChanged() {
        guard !isGone else { return }
        if let tunnel { return tunnel.wrote() }
        if carrier.hasRoom, let writer {
            self.writer = nil
            writer.resume()
        }
        watch()
    }

    /// The stream is over: in order, by a reset, or with its connection.
    package func closed() {
        guard !isGone else { return }
        isGone = true
        note()
        task?.cancel()
        task = nil
        if case .pipe(let pipe) = body { pipe.fail(ClientGone()) }
        body = .complete
        if let writer {
            self.writer = nil
            writer.resume(throwing: ClientGone())
        }
        tunnel?.closed()
        tunnel = nil
        // A handler that goes on still counts among those under way.
        if isTaskRunning { pass?.withdraw() } else { pass = nil }
        loop.stopWatching(self)
        session.remove(self)
    }

    /// Ends streams that would go on for ever: the server is stopping.
    func drain() { events?.stop() }

    // MARK: Deadlines

    /// Has the loop look at the exchange when its next deadline is due.
    func watch() {
        guard !isGone else { return }
        // A hub has deadlines of its own.
        if carrier.unsentBytes > 0, tunnel == nil {
            sending.begin(now: loop.now, bytes: carrier.sentBytes)
        } else {
            sending.end()
        }
        if let due { loop.watch(self, until: due) }
    }

    private var due: UInt64? {
        var due = sending.since.map { $0 + rules.times.write }
        if let since = receiving.since, !isBodyPaused {
            due = min(due ?? .max, since + rules.times.body)
        } else if case .waiting = answer, let time {
            due = min(due ?? .max, since + time)
        }
        return due
    }

    override func expired(now: UInt32) {
        meetDeadlines()
        watch()
        carrier.flush()
    }

    private func meetDeadlines() {
        let now = loop.now
        let rate = rules.settings.limits.minimumRate
        if carrier.unsentBytes > 0, sending.since != nil {
            let moves = sending.check(
                now: now, length: rules.times.write, bytes: carrier.sentBytes, minimumRate: rate)
            guard moves else { return carrier.end(.cancelled) }
        }
        if receiving.since != nil, !isBodyPaused {
            guard receiving.check(now: now, length: rules.times.body, bytes: bodyBytes, minimumRate: rate) else {
                return failBody(HTTPError(.requestTimeout, detail: "The request's body came too slowly."))
            }
        } else if case .waiting = answer, let time, now >= since + time {
            task?.cancel()
            if case .pipe(let pipe) = body { pipe.fail(CancellationError()) }
            answer(ServerCore.tooSlow)
        }
    }
}
