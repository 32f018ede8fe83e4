import NIOCore

/// The channel's end of a `ChannelTransport`: the last handler of the pipeline, which hands bytes to the hub's loop.
final class ChannelBridge: TransportEnd, ChannelDuplexHandler, @unchecked Sendable {
    // @unchecked: as the class it inherits from; what it adds belongs to the channel's event loop.

    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var context: ChannelHandlerContext?
    private var holdsRead = false
    /// Writes under way, and what is to be done when there are none.
    private var writes = 0
    private var whenWritten: ((ChannelHandlerContext) -> Void)?

    // MARK: From the hub's loop

    override func write(_ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        guard let context else { return }
        let promise = context.eventLoop.makePromise(of: Void.self)
        writes += 1
        promise.futureResult.assumeIsolated().whenComplete { result in self.wrote(count, result) }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: promise)
    }

    private func wrote(_ count: Int, _ result: Result<Void, any Error>) {
        writes -= 1
        if case .failure = result {
            endInput()
            context?.close(promise: nil)
        }
        wrote(count)
        if writes == 0, let context, let action = whenWritten {
            whenWritten = nil
            action(context)
        }
    }

    override func readOn() {
        guard holdsRead, mayRead, let context else { return }
        holdsRead = false
        context.read()
    }

    /// A channel that can't end one direction ends altogether.
    override func endOutput() {
        afterWrites { context in
            let promise = context.eventLoop.makePromise(of: Void.self)
            let bound = context.loopBound
            promise.futureResult.assumeIsolated().whenFailure { _ in bound.value.close(promise: nil) }
            context.close(mode: .output, promise: promise)
        }
    }

    override func end() {
        guard let context else { return }
        let bound = context.loopBound
        let cut = context.eventLoop.scheduleTask(in: Self.patience) { bound.value.close(promise: nil) }
        context.channel.closeFuture.whenComplete { _ in cut.cancel() }
        afterWrites { $0.close(promise: nil) }
    }

    private func afterWrites(_ action: @escaping (ChannelHandlerContext) -> Void) {
        guard let context else { return }
        if writes == 0 { action(context) } else { whenWritten = action }
    }

    // MARK: From the channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        guard context.channel.isActive else { return endInput() }
        // Whoever stood here before may have held back a read.
        context.read()
    }

    func handlerRemoved(context: ChannelHandlerContext) { vanish() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { hand(unwrapInboundIn(data)) }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { holdsRead = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { endInput() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        endInput()
        context.fireChannelInactive()
        vanish()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        endInput()
        context.close(promise: nil)
    }

    private func vanish() {
        leave()
        context = nil
        whenWritten = nil
    }
}
