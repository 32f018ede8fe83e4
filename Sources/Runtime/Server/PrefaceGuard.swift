import NIOCore

/// Looks at a connection's first bytes, where both HTTP/1.1 and HTTP/2 are spoken without TLS (RFC 9113 §3.3, §3.4). It belongs
/// to its loop's thread.
final class PrefaceGuard: LoopConnection, ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// What every client of HTTP/2 sends first, and no client of HTTP/1.1.
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private let loop: ServerLoop
    private let address: ConnectionGate.Address?
    private let isKnown: (any Channel, _ speaksHTTP2: Bool) throws -> Void
    private var context: ChannelHandlerContext?
    private var bytes = ByteBuffer()
    private var due: UInt64

    /// - Parameter isKnown: puts behind this handler what goes on with the connection, and with its place at the gate.
    init(
        loop: ServerLoop, address: ConnectionGate.Address?,
        then isKnown: @escaping (any Channel, _ speaksHTTP2: Bool) throws -> Void
    ) {
        self.loop = loop
        self.address = address
        self.isKnown = isKnown
        loop.takeTime()
        due = loop.now + loop.rules.times.idle
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop.add(self)
        loop.watch(self, until: due)
    }

    func handlerRemoved(context: ChannelHandlerContext) { vanish() }

    func channelInactive(context: ChannelHandlerContext) {
        vanish()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard self.context != nil else { return context.fireChannelRead(data) }
        var new = unwrapInboundIn(data)
        if bytes.readableBytes == 0 {
            loop.takeTime()
            due = loop.now + loop.rules.times.header
            loop.watch(self, until: due)
        }
        bytes.writeBuffer(&new)
        let count = min(bytes.readableBytes, Self.preface.count)
        let matches = bytes.readableBytesView.prefix(count).elementsEqual(Self.preface.prefix(count))
        guard !matches || count == Self.preface.count else { return }
        goOn(context, speaksHTTP2: matches)
    }

    private func goOn(_ context: ChannelHandlerContext, speaksHTTP2: Bool) {
        self.context = nil
        loop.remove(self)
        do {
            try isKnown(context.channel, speaksHTTP2)
        } catch {
            loop.core.gate.leave(address)
            return context.close(promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(bytes))
        bytes = ByteBuffer()
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent, self.context != nil { return abort() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard self.context != nil else { return context.fireErrorCaught(error) }
        abort()
    }

    override func expired(now: UInt32) {
        if loop.now >= due { abort() } else { loop.watch(self, until: due) }
    }

    /// No request is under way yet.
    override func drain() { abort() }

    override func abort() {
        guard let context else { return }
        vanish()
        context.close(promise: nil)
    }

    private func vanish() {
        guard context != nil else { return }
        context = nil
        loop.remove(self)
        loop.core.gate.leave(address)
    }
}
