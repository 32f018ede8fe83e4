import NIOCore

/// A stream's end of a `ChannelTransport`: WebSocket frames become the stream's data (RFC 8441 §5).
///
/// The hub says that it is ready with a first byte that stands for the head of the answer to the handshake. Of what comes in,
/// the client may send as much again as the hub has handled; what goes out is bounded by what has left for the socket.
final class StreamBridge: TransportEnd, @unchecked Sendable {
    // @unchecked: as the class it inherits from; what it adds belongs to the stream's event loop.

    private let exchange: StreamExchange
    private var head: StreamedResponseHead?
    /// Bytes handed over that the client may not yet replace.
    private var held = 0
    /// Bytes that have left the stream, as the hub was told.
    private var left: UInt64
    private var timeout: Scheduled<Void>?
    private var isGoneForGood = false

    /// What the hub sends first, in place of the head.
    static let readiness: UInt8 = 0

    init(_ stream: WebSocketStream, loop: HubLoop) {
        exchange = stream.exchange
        head = stream.head
        left = stream.exchange.carrier.sentBytes
        super.init(loop: loop)
    }

    // MARK: From the hub's loop

    override func write(_ bytes: ByteBuffer) {
        guard !isGoneForGood else { return }
        var bytes = bytes
        let carrier = exchange.carrier
        if let head {
            self.head = nil
            bytes.moveReaderIndex(forwardBy: min(1, bytes.readableBytes))
            carrier.send(head, isLast: false)
            super.wrote(1)
        }
        if bytes.readableBytes > 0 { carrier.send(bytes, isLast: false) }
        carrier.flush()
    }

    override func readOn() {
        guard !isGoneForGood, held > 0, mayRead else { return }
        let count = held
        held = 0
        exchange.carrier.consumed(count)
        exchange.carrier.flush()
    }

    override func endOutput() {
        guard !isGoneForGood else { return }
        exchange.carrier.send(ByteBuffer(), isLast: true)
        exchange.carrier.flush()
    }

    override func end() {
        guard !isGoneForGood else { return }
        // Nobody was let in.
        guard head == nil else { return cut() }
        // An orderly end is END_STREAM both ways (RFC 8441 §5); who doesn't end its own direction is cut.
        let bound = NIOLoopBound(self, eventLoop: exchange.loop.eventLoop)
        timeout = exchange.loop.eventLoop.scheduleTask(in: Self.patience) { bound.value.cut() }
        endOutput()
    }

    private func cut() {
        guard !isGoneForGood else { return }
        exchange.carrier.end(.cancelled)
        exchange.carrier.flush()
    }

    // MARK: From the stream

    func received(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        held += bytes.readableBytes
        hand(bytes)
        readOn()
    }

    func inputEnded() { endInput() }

    /// Some of what was given has left.
    func wrote() {
        let sent = exchange.carrier.sentBytes
        let count = Int(sent &- left)
        guard count > 0 else { return }
        left = sent
        super.wrote(count)
    }

    /// The stream is gone.
    func closed() {
        guard !isGoneForGood else { return }
        isGoneForGood = true
        timeout?.cancel()
        timeout = nil
        endInput()
        leave()
    }
}
