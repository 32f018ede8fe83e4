import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Takes a connection over from SwiftNIO after the handshake.
///
/// A plain socket on Linux goes to a loop of the hub's own: the descriptor is duplicated, which leaves the connection
/// alone when SwiftNIO closes its own. Anything else (TLS, a stream of HTTP/2) stays a channel, behind a bridge.
enum HandOver {
    /// On the channel's event loop.
    static func take(
        _ ticket: HubTicket, _ channel: any Channel, isPlainSocket: Bool, response: [UInt8], leftover: [UInt8],
        handshake: NegotiatedHandshake
    ) {
        #if os(Linux)
            if isPlainSocket, let descriptor = duplicate(channel) {
                channel.close(mode: .all, promise: nil)
                adopt(ticket, descriptor, response: response, leftover: leftover, handshake: handshake)
                return
            }
        #endif
        bridge(ticket, channel, response: response, leftover: leftover, handshake: handshake)
    }

    /// The hub's part on the loop that takes a connection.
    private static func shard(for ticket: HubTicket) -> HubShard? {
        let shards = ticket.endpoint.core.shards
        guard !shards.isEmpty else { return nil }
        return shards[Int(ticket.id % UInt64(shards.count))]
    }

    /// Leaves the connection with its channel.
    private static func bridge(
        _ ticket: HubTicket, _ channel: any Channel, response: [UInt8], leftover: [UInt8],
        handshake: NegotiatedHandshake
    ) {
        guard let shard = shard(for: ticket) else {
            ticket.abandon()
            channel.close(mode: .all, promise: nil)
            return
        }
        let bridge = ChannelBridge(loop: shard.loop)
        start(
            ticket, on: shard, ChannelTransport(bridge, eventLoop: channel.eventLoop), response: response,
            leftover: leftover, handshake: handshake)
        do {
            try channel.pipeline.syncOperations.addHandler(bridge)
        } catch {
            channel.close(mode: .all, promise: nil)
        }
    }

    /// Leaves the connection with its stream. On the stream's event loop.
    static func take(_ ticket: HubTicket, _ stream: WebSocketStream, handshake: NegotiatedHandshake) {
        guard let shard = shard(for: ticket) else {
            ticket.abandon()
            return stream.cancel()
        }
        let bridge = StreamBridge(stream, loop: shard.loop)
        stream.exchange.tunnel = bridge
        start(
            ticket, on: shard, ChannelTransport(bridge, eventLoop: stream.exchange.loop.eventLoop),
            response: [StreamBridge.readiness], leftover: [], handshake: handshake)
    }

    /// Posted before the other end may post anything, so that it runs first.
    private static func start(
        _ ticket: HubTicket, on shard: HubShard, _ transport: ChannelTransport, response: [UInt8], leftover: [UInt8],
        handshake: NegotiatedHandshake
    ) {
        shard.loop.post(
            .run { _ in
                transport.attach(
                    ticket.start(
                        on: shard, .indirect(transport), response: response, leftover: leftover, handshake: handshake))
            })
    }

    #if os(Linux)
        /// A second descriptor of the channel's socket, if it is a plain one and there are descriptors left.
        private static func duplicate(_ channel: any Channel) -> CInt? {
            let found = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: CInt.self) {
                descriptor in
                fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
            }
            guard let descriptor = found ?? nil, descriptor >= 0 else { return nil }
            return descriptor
        }

        /// Gives a connected socket to one of the hub's loops, which owns it from now on.
        static func adopt(
            _ ticket: HubTicket, _ descriptor: CInt, response: [UInt8] = [], leftover: [UInt8],
            handshake: NegotiatedHandshake
        ) {
            guard let shard = shard(for: ticket) else {
                ticket.abandon()
                close(descriptor)
                return
            }
            shard.loop.post(
                .run { _ in
                    let socket = ConnectionTransport.socket(descriptor)
                    let connection = ticket.start(
                        on: shard, socket, response: response, leftover: leftover, handshake: handshake)
                    if connection == nil { close(descriptor) }
                })
        }
    #endif
}
