import NIOCore
import NIOPosix

/// Opens the sockets that connections come in by.
///
/// On Linux each event loop has one of its own (SO_REUSEPORT): the kernel spreads connections over them, and none changes
/// threads. Elsewhere one loop accepts for all.
struct Listener: Sendable {
    let core: ServerCore
    let loops: [NIOLoopBound<ServerLoop>]
    let group: MultiThreadedEventLoopGroup

    /// How many connections may wait to be accepted; the kernel has a limit of its own (net.core.somaxconn).
    private static let backlog: Int32 = 4096

    /// Binds the settings' address.
    func listen() async throws -> (channels: [any Channel], address: ServerAddress) {
        let settings = core.settings
        let address = try Self.resolve(settings.host, settings.port)
        let shown = ServerAddress(host: settings.host, port: settings.port).description
        do {
            guard Self.canShare, loops.count > 1 else { return try await bindOne(address) }
            let taken = SystemSocket.probe(address)
            guard taken == 0 else { throw SystemSocket.error(taken, shown) }
            return try await bindEach(address)
        } catch let error as IOError {
            throw SystemSocket.error(error.errnoCode, shown)
        }
    }

    private static var canShare: Bool {
        #if os(Linux)
            true
        #else
            false
        #endif
    }

    private static func resolve(_ host: String, _ port: Int) throws -> SocketAddress {
        if let address = try? SocketAddress(ipAddress: host, port: port) { return address }
        do {
            return try SocketAddress.makeAddressResolvingHost(host, port: port)
        } catch {
            throw ServerError(
                code: .addressUnknown,
                message: "'\(host)' is no address that can be found. Write one with --host, such as 127.0.0.1.")
        }
    }

    private func bindOne(_ address: SocketAddress) async throws -> (channels: [any Channel], address: ServerAddress) {
        let channel = try await bootstrap(parent: group, children: group).bind(to: address).get()
        return ([channel], try Self.address(of: channel))
    }

    private func bindEach(_ address: SocketAddress) async throws -> (channels: [any Channel], address: ServerAddress) {
        var address = address
        var channels: [any Channel] = []
        for loop in loops {
            let channel = try await bootstrap(parent: loop.eventLoop, children: loop.eventLoop)
                .serverChannelOption(.socketOption(SystemSocket.reusePort), value: 1)
                .bind(to: address).get()
            channels.append(channel)
            // With port 0 the system chooses one for the first; the others take the same.
            if let bound = channel.localAddress { address = bound }
        }
        guard let first = channels.first else { return try await bindOne(address) }
        return (channels, try Self.address(of: first))
    }

    private static func address(of channel: any Channel) throws -> ServerAddress {
        guard let address = channel.localAddress, let host = address.ipAddress, let port = address.port else {
            throw ServerError(code: .systemFailure, message: "The system doesn't say where the server listens.")
        }
        return ServerAddress(host: host, port: port)
    }

    private func bootstrap(parent: any EventLoopGroup, children: any EventLoopGroup) -> ServerBootstrap {
        let (core, loops) = (core, loops)
        return ServerBootstrap(group: parent, childGroup: children)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            // Linux hands this down to accepted sockets, which saves a call for each.
            .serverChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .serverChannelInitializer { channel in
                channel.pipeline.addHandler(AcceptErrorLogger(logger: core.logger))
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.start(channel, core, loops) }
            }
    }

    /// Sets an accepted channel up; on its loop.
    private static func start(_ channel: any Channel, _ core: ServerCore, _ loops: [NIOLoopBound<ServerLoop>]) throws {
        guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop })?.value else { return }
        if let options = channel.syncOptions {
            #if !os(Linux)
                try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
            #endif
            try options.setOption(.allowRemoteHalfClosure, value: true)
            // Small buffers: an idle connection keeps its own.
            try options.setOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 1024, maximum: 16384))
            try options.setOption(.maxMessagesPerRead, value: 4)
        }
        let address = ConnectionGate.Address(channel.remoteAddress)
        if let refusal = core.gate.enter(address) {
            try channel.pipeline.syncOperations.addHandler(RefusingHandler(refusal))
        } else {
            try channel.pipeline.syncOperations.addHandler(HTTP1Connection(loop: loop, address: address))
        }
    }
}
