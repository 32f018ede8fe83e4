import NIOCore

/// One client's connection: reads requests, has them answered in order, and keeps every deadline.
///
/// The parser and the encoder know the protocol; this is what joins them to a channel. It belongs to its loop's thread.
final class HTTP1Connection: LoopConnection, ChannelDuplexHandler, RemovableChannelHandler, Replying {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// What the connection is doing.
    enum Phase {
        /// Waiting for a request, or in the middle of its header.
        case reading
        /// A request is being answered, or the rest of its body is let go by.
        case answering
        /// The last bytes are on their way out; then the connection ends.
        case closing
        /// Nothing more is sent; what the client still sends is let go by, so that it reads the answer (RFC 9112 §9.6).
        case lingering
        /// Over, or in other hands.
        case gone
    }

    /// While a request is answered, so many bytes behind it are taken in; then the client has to wait.
    static let pipelineLimit = 16 * 1024
    /// The longest request body that is let go by to keep a connection whose answer didn't need it.
    static let discardLimit = 64 * 1024
    /// From so many bytes on the output goes to the channel though more may follow.
    static let outputLimit = 64 * 1024

    let loop: ServerLoop
    let core: ServerCore
    /// What holds now.
    var rules: ServerRules { loop.rules }
    var phase = Phase.reading
    var context: ChannelHandlerContext?

    var parser: HTTP1Parser
    var head = RequestHead()
    /// Received and not read yet.
    var input = ByteBuffer()
    /// Whether `input` is the channel's own buffer, which must not be held after its turn.
    private var borrowsInput = false
    /// The client will send nothing more.
    var inputEnded = false
    private var isReadHeld = false

    /// Made and not handed to the channel yet.
    var output = ByteBuffer()
    /// All bytes ever handed to the channel.
    var handedOver: UInt64 = 0
    /// Whether the channel may still have some of them, so that nothing may be sent past it.
    var channelHasBytes = false
    /// Whether the channel has room.
    private(set) var isWritable = true
    /// The socket, for writing to it directly; nil if the bytes must go through the channel's other handlers.
    private(set) lazy var socket: CInt? = isPlain ? context.flatMap { SystemSocket.descriptor(of: $0) } : nil
    /// Whether the channel's bytes are those of its socket: no TLS stands between.
    let isPlain: Bool

    var exchange: Exchange?
    var serial: UInt32 = 0
    /// The places of handlers that go on though their requests have ended, by those requests.
    var outlived: [UInt32: InFlightLimit.Place] = [:]
    private var madeInfo: ConnectionInfo?
    let address: ConnectionGate.Address?
    private let client: ClientCertificate?
    /// Whom a trusted proxy named when the connection began.
    private let named: IPAddress?
    /// Whether the other end is a proxy whose word about clients is believed.
    private(set) var isBehindProxy = false
    /// What the proxy says of the client of the present request.
    private var forwarded: ForwardedRequest?
    /// A request's way through its route's chain, until it is answered or its exchange is opened.
    var pass: RouteChain.Pass?

    // Times in milliseconds of the loop.
    /// When the last request ended, or the connection began.
    var idleSince: UInt64
    /// When the first byte of an unfinished header came.
    var headerSince: UInt64?
    /// All bytes of bodies that ever came in.
    var bodyBytes: UInt64 = 0
    var receiving = ProgressWindow()
    var sending = ProgressWindow()
    var lingersUntil: UInt64 = 0
    private(set) var isInTurn = false
    private var isProcessing = false

    init(
        loop: ServerLoop, address: ConnectionGate.Address?, isPlain: Bool = true, client: ClientCertificate? = nil,
        named: IPAddress? = nil
    ) {
        self.loop = loop
        self.named = named
        self.isPlain = isPlain
        self.client = client
        core = loop.core
        self.address = address
        parser = HTTP1Parser(limits: loop.rules.parserLimits)
        idleSince = loop.now
    }

    /// Whose requests come in, as far as the connection knows.
    var source: RouteChain.Source {
        forwarded?.source ?? RouteChain.Source(address: address, isSecure: !isPlain)
    }

    /// Looks up whose request it is that a trusted proxy hands on.
    func readForwarded(_ head: RequestHead) {
        forwarded = ForwardedRequest(
            head, peer: named ?? IPAddress(context?.remoteAddress), isSecure: !isPlain, client: client, rules.proxies)
    }

    var info: ConnectionInfo {
        if let forwarded { return forwarded.info }
        if let madeInfo { return madeInfo }
        let made = ConnectionInfo(
            remoteAddress: named?.description ?? context?.remoteAddress?.ipAddress ?? "local",
            scheme: isPlain ? "http" : "https",
            client: client)
        madeInfo = made
        return made
    }

    /// Whether the other end, or whom it names, is a proxy that is believed.
    private func trusts(_ peer: SocketAddress?) -> Bool {
        guard let proxies = rules.proxies else { return false }
        return named.map { proxies.trusts($0) } ?? proxies.trusts(peer)
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        isBehindProxy = trusts(context.remoteAddress)
        loop.takeTime()
        idleSince = loop.now
        loop.add(self)
        loop.watch(self, until: deadline())
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        vanish()
    }

    func channelInactive(context: ChannelHandlerContext) {
        vanish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        abort()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        loop.takeTime()
        loop.meter.received.bump(bytes.readableBytes)
        switch phase {
        case .closing, .lingering, .gone: return
        case .reading, .answering: break
        }
        if input.readableBytes == 0 {
            input = bytes
            borrowsInput = true
        } else {
            input.writeBuffer(&bytes)
        }
        turn { process() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if borrowsInput { keepInput() }
        // Not yet: an answer wakes its client, who is faster than the next request and sleeps again before the next
        // answer. All of a turn's answers, sent one behind the other, wake a client of many connections once.
        if output.readableBytes > 0 { loop.flushLater(self) }
    }

    /// Keeps what is left of the channel's buffer in one of its own.
    private func keepInput() {
        borrowsInput = false
        input = input.readableBytes == 0 ? ByteBuffer() : ByteBuffer(bytes: input.readableBytesView)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable {
            loop.takeTime()
            if let writer = exchange?.writer {
                exchange?.writer = nil
                writer.resume()
            }
            turn { process() }
            flush()
            resumeReading()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            loop.takeTime()
            endInput()
        }
        context.fireUserInboundEventTriggered(event)
    }

    func read(context: ChannelHandlerContext) {
        if wantsInput {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    /// Whether bytes have a place to go.
    private var wantsInput: Bool {
        switch phase {
        case .reading: isWritable
        case .answering:
            if isReadingBody { exchange?.isBodyPaused == false } else { input.readableBytes < Self.pipelineLimit }
        case .closing: false
        case .lingering: true
        case .gone: true
        }
    }

    /// Whether more of the open request's body belongs to it. (The exchange is large: it is looked into, never copied.)
    private var isReadingBody: Bool { exchange?.isBodyComplete == false }

    func resumeReading() {
        guard isReadHeld, wantsInput else { return }
        isReadHeld = false
        context?.read()
    }

    // MARK: Turns

    /// Does something that reads requests, with memory borrowed from the loop.
    func turn(_ body: () -> Void) {
        guard !isInTurn else { return body() }
        isInTurn = true
        body()
        isInTurn = false
        guard phase != .gone else { return }
        loop.watch(self, until: deadline())
        if parser.isIdle, head.bytes.isEmpty { loop.give(&head) }
    }

    /// Reads requests as far as bytes and answers allow.
    func process() {
        // A handler that answers at once comes back here; the loop that called it goes on by itself.
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        // Held here and not in `self`, so that looking into it costs nothing.
        var head = RequestHead()
        swap(&head, &self.head)
        while mayParse {
            if output.readableBytes >= Self.outputLimit {
                flush()
                guard isWritable else { break }
            }
            if head.bytes.capacity == 0 { head = loop.takeHead() }
            switch parser.next(&input, into: &head) {
            case .needMore:
                noteWaiting()
                self.head = head
                return
            case .head(let framing):
                headerSince = nil
                head.mark = loop.mark(head, isProxy: isBehindProxy)
                begin(framing, head)
                // Who works on the request keeps its head.
                if exchange == nil { head.reset() } else { head = RequestHead() }
            case .body(let bytes): take(bytes)
            case .end: endBody()
            case .failed(let failure): fail(failure)
            }
        }
        self.head = head
    }

    private var mayParse: Bool {
        switch phase {
        case .reading: true
        case .answering: isReadingBody && exchange?.isBodyPaused == false
        case .closing, .lingering, .gone: false
        }
    }

    /// More bytes are needed: a header that has begun has a deadline.
    private func noteWaiting() {
        guard phase == .reading else { return }
        if headerSince == nil, !(parser.isIdle && input.readableBytes == 0) { headerSince = loop.now }
        if inputEnded { closeAfterFlush(lingering: false) }
    }

    override func expired(now: UInt32) {
        turn { meetDeadlines() }
        flush()
    }

    // MARK: The end

    /// The client has sent its last byte. It may still read; a handler at work is cancelled all the same, since nobody
    /// can tell a client that is gone from one that only finished sending.
    private func endInput() {
        inputEnded = true
        switch phase {
        case .reading:
            flush()
            closeAfterFlush(lingering: false)
        case .answering:
            exchange?.keepAlive = false
            if let exchange, !exchange.isBodyComplete || exchange.handshake != nil {
                // What was begun can't be finished.
                abort()
            } else if case .waiting? = exchange?.answer {
                exchange?.pass?.withdraw()
                exchange?.isAbandoned = true
                exchange?.task?.cancel()
            } else if exchange?.events != nil {
                // Nobody reads events who has finished sending: the page was closed.
                abort()
            }
        case .lingering: abort()
        case .closing, .gone: break
        }
    }

    override func drain() { endAfterAnswer() }

    override func rulesChanged() {
        guard let context, phase != .gone else { return }
        parser.limits = rules.parserLimits
        isBehindProxy = trusts(context.remoteAddress)
        // What a proxy said that is believed no more must not stick to the next request.
        if !isBehindProxy { forwarded = nil }
        // A deadline that is nearer now is met in time, one that is farther when the old one has passed.
        loop.watch(self, until: deadline())
    }

    /// Ends the connection now, whatever is under way.
    override func abort() {
        guard let context, phase != .gone else { return }
        vanish()
        context.close(mode: .all, promise: nil)
    }

    /// Lets go of everything; the channel is closed or in other hands.
    func vanish() {
        guard phase != .gone else { return }
        phase = .gone
        if let exchange {
            exchange.task?.cancel()
            if case .pipe(let pipe) = exchange.body { pipe.fail(ClientGone()) }
            exchange.writer?.resume(throwing: ClientGone())
            keepPlace()
        }
        endExchange()
        context = nil
        input = ByteBuffer()
        output = ByteBuffer()
        loop.remove(self)
        core.gate.leave(address)
    }
}

/// The client closed the connection while its request was being read or answered.
struct ClientGone: Error, CustomStringConvertible {
    var description: String { "the client closed the connection" }
}
