import Logging
import NIOCore
import Synchronization

/// Says in the log why connections can't be accepted; at most once a second, for such errors come in floods.
final class AcceptErrorLogger: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private let logger: Logger
    private let silentUntil = Guarded(NIODeadline.uptimeNanoseconds(0))

    init(logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let now = NIODeadline.now()
        let speaks = silentUntil.withLock { until in
            guard now >= until else { return false }
            until = now + .seconds(1)
            return true
        }
        if speaks {
            logger.error(
                "a connection could not be accepted; too many open files mend with a higher limit (ulimit -n)",
                metadata: ["error": "\(error)"])
        }
        context.fireErrorCaught(error)
    }
}
