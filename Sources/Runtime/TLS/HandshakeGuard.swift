import NIOCore
import NIOTLS

/// Waits until client and server have agreed on keys, then makes room for HTTP. It belongs to its loop's thread.
final class HandshakeGuard: LoopConnection, ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let loop: ServerLoop
    private let address: ConnectionGate.Address?
    private let isSecured: (any Channel, _ protocol: String?) throws -> Void
    private let due: UInt64
    private var context: ChannelHandlerContext?

    /// - Parameter isSecured: puts behind this handler what goes on with the connection, and with its place at the gate.
    init(
        loop: ServerLoop, address: ConnectionGate.Address?,
        then isSecured: @escaping (any Channel, _ protocol: String?) throws -> Void
    ) {
        self.loop = loop
        self.address = address
        self.isSecured = isSecured
        loop.takeTime()
        due = loop.now + loop.rules.settings.tls.handshake.milliseconds
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

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case .handshakeCompleted(let name)? = event as? TLSUserEvent, self.context != nil else {
            return context.fireUserInboundEventTriggered(event)
        }
        self.context = nil
        loop.remove(self)
        do {
            try isSecured(context.channel, name)
        } catch {
            loop.core.gate.leave(address)
            return context.close(promise: nil)
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard self.context != nil else { return context.fireErrorCaught(error) }
        // A client's own doing, and anybody can do it: no more than a line for who looks for it.
        loop.core.logger.debug(
            "a TLS handshake failed", metadata: ["error": "\(LogText.singleLine(String(describing: error)))"])
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
