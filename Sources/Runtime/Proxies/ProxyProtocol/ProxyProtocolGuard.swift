import NIOCore

/// Reads what a trusted proxy says of a connection before its first byte, then makes room for what comes behind. It belongs to
/// its loop's thread.
///
/// Whoever is to send a header must: a connection without one ends, for nobody could tell a header from a client's bytes
/// (proxy-protocol §2).
final class ProxyProtocolGuard: LoopConnection, ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let loop: ServerLoop
    private let isKnown: (any Channel, IPAddress?) throws -> Void
    private var context: ChannelHandlerContext?
    private var bytes = ByteBuffer()
    private let due: UInt64

    /// - Parameter isKnown: puts into the pipeline what goes on with the connection, and with its place at the gate; the address
    ///   is the client's, nil for the proxy's own connection.
    init(loop: ServerLoop, then isKnown: @escaping (any Channel, _ client: IPAddress?) throws -> Void) {
        self.loop = loop
        self.isKnown = isKnown
        loop.takeTime()
        due = loop.now + loop.rules.times.header
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
        bytes.writeBuffer(&new)
        switch bytes.withUnsafeReadableBytes(ProxyHeader.read) {
        case .needMore: return
        case .malformed(let reason):
            loop.core.logger.debug(
                "a connection of a trusted proxy has no PROXY header",
                metadata: ["from": "\(context.remoteAddress?.ipAddress ?? "local")", "reason": "\(reason)"])
            abort()
        case .header(let header, let count):
            bytes.moveReaderIndex(forwardBy: count)
            goOn(context, header)
        }
    }

    private func goOn(_ context: ChannelHandlerContext, _ header: ProxyHeader) {
        self.context = nil
        loop.remove(self)
        let channel = context.channel
        let rest = bytes
        bytes = ByteBuffer()
        // Before the others come: TLS takes the pipeline's front.
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        do {
            if case .client(let address) = header {
                try isKnown(channel, address)
            } else {
                try isKnown(channel, nil)
            }
        } catch {
            return channel.close(promise: nil)
        }
        if rest.readableBytes > 0 { channel.pipeline.syncOperations.fireChannelRead(wrapInboundOut(rest)) }
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
        loop.core.gate.leave(nil)
    }
}
