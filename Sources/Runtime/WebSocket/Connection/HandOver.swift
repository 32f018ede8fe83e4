import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Takes a connection over from SwiftNIO after the handshake.
///
/// A plain socket on Linux goes to a loop of the hub's own: the descriptor is duplicated, which leaves the connection
/// alone when SwiftNIO closes its own. Anything else stays a channel.
enum HandOver {
    /// On the channel's event loop.
    static func take(
        _ ticket: HubTicket, _ channel: any Channel, response: [UInt8], leftover: [UInt8],
        handshake: NegotiatedHandshake
    ) {
        #if os(Linux)
            if let descriptor = duplicate(channel) {
                channel.close(mode: .all, promise: nil)
                adopt(ticket, descriptor, response: response, leftover: leftover, handshake: handshake)
                return
            }
        #endif
        ticket.abandon()
        channel.close(mode: .all, promise: nil)
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
            let shards = ticket.endpoint.core.shards
            guard !shards.isEmpty else {
                ticket.abandon()
                close(descriptor)
                return
            }
            let shard = shards[Int(ticket.id % UInt64(shards.count))]
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
