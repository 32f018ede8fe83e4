import NIOCore

/// Tells a client that there is no room for it, and ends the connection.
final class RefusingHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let refusal: ConnectionGate.Refusal
    /// How long the client may take to read the answer.
    private static let patience = TimeAmount.seconds(1)

    init(_ refusal: ConnectionGate.Refusal) {
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // A proxy had to say first whose connection it is.
        if context.channel.isActive { refuse(context) }
    }

    func channelActive(context: ChannelHandlerContext) { refuse(context) }

    private func refuse(_ context: ChannelHandlerContext) {
        let (status, detail) =
            switch refusal {
            case .tooMany: ("503 Service Unavailable", "The service has as many connections as it takes.")
            case .tooManyOfAddress: ("429 Too Many Requests", "Your address has as many connections as it may have.")
            }
        let body = "{\"title\":\"\(status.dropFirst(4))\",\"status\":\(status.prefix(3)),\"detail\":\"\(detail)\"}"
        let text =
            "HTTP/1.1 \(status)\r\nContent-Type: application/problem+json\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Retry-After: 1\r\nConnection: close\r\n\r\n\(body)"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What was asked for doesn't matter any more, but unread bytes would make the kernel drop the answer.
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
    }
}
