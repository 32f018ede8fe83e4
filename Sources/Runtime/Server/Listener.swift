import NIOCore
import NIOPosix

/// Opens the sockets that connections come in by.
///
/// On Linux each event loop has one of its own for each address (SO_REUSEPORT): the kernel spreads connections over them,
/// and none changes threads. Elsewhere, and for Unix sockets, one loop accepts for all.
struct Listener: Sendable {
    /// What was opened.
    struct Opened: Sendable {
        var channels: [any Channel] = []
        /// One for each place, the main one first.
        var addresses: [ServerAddress] = []
        private var sockets: [(socket: UnixSocket, identity: FileStatus?)] = []

        mutating func add(_ socket: UnixSocket) { sockets.append((socket, socket.identity)) }

        /// Takes no more connections.
        func close() async {
            for channel in channels { try? await channel.close() }
            for (socket, identity) in sockets { socket.remove(identity) }
        }
    }

    let core: ServerCore
    let settings: ServiceSettings
    let loops: [NIOLoopBound<ServerLoop>]
    let group: MultiThreadedEventLoopGroup
    let tls: (any TLSAcceptor)?
    let http2: HTTP2Loading.Protocols

    /// How many connections may wait to be accepted; the kernel has a limit of its own (net.core.somaxconn).
    private static let backlog: Int32 = 4096

    /// Binds every place of the settings, or none.
    func listen() async throws -> Opened {
        var opened = Opened()
        do {
            for place in try places { try await open(place, into: &opened) }
        } catch {
            await opened.close()
            throw error
        }
        return opened
    }

    private var places: [ListenAddress] {
        get throws(ServerError) {
            var places = settings.listeners
            if settings.host.hasPrefix("unix:") {
                guard let main = ListenAddress(settings.host) else {
                    throw ServerError(
                        code: .addressUnknown,
                        message: "'\(settings.host)' is no Unix socket. Write it as unix:/run/chat.sock?mode=0660.")
                }
                places.insert(main, at: 0)
            } else {
                let main = ListenAddress(.tcp(host: settings.host, port: settings.port), isSecure: tls != nil)
                places.insert(main, at: 0)
            }
            for place in places where place.isSecure && tls == nil {
                throw ServerError(
                    code: .badCertificate,
                    message: "\(place) needs a certificate. Set tls.certificate and tls.key, or write http://.")
            }
            return places
        }
    }

    private func open(_ place: ListenAddress, into opened: inout Opened) async throws {
        switch place.place {
        case .unix(let path, let mode): try await open(UnixSocket(path: path, mode: mode), into: &opened)
        case .tcp(let host, let port): try await open(host, port, isSecure: place.isSecure, into: &opened)
        }
    }

    // MARK: Unix sockets

    private func open(_ socket: UnixSocket, into opened: inout Opened) async throws {
        try socket.prepare()
        do {
            let address = try SocketAddress(unixDomainSocketPath: socket.temporaryPath)
            opened.channels.append(
                try await bootstrap(parent: group, children: group, security: nil).bind(to: address).get())
        } catch let error as IOError {
            throw SystemSocket.error(error.errnoCode, "unix:\(socket.path)")
        }
        try socket.publish()
        opened.add(socket)
        opened.addresses.append(ServerAddress(path: socket.path))
    }

    // MARK: TCP

    private func open(_ host: String, _ port: Int, isSecure: Bool, into opened: inout Opened) async throws {
        var address = try Self.resolve(host, port)
        let shown = ServerAddress(host: host, port: port).description
        let isShared = Self.canShare && (loops.count > 1 || settings.sharePort)
        let security = isSecure ? tls : nil
        do {
            if isShared, !settings.sharePort {
                let taken = SystemSocket.probe(address)
                guard taken == 0 else { throw SystemSocket.error(taken, shown) }
            }
            let parents: [any EventLoopGroup] = isShared ? loops.map(\.eventLoop) : [group]
            for parent in parents {
                let channel = try await bootstrap(parent: parent, children: parent, security: security)
                    .serverChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                    .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                    .serverChannelOption(
                        .socketOption(isShared ? SystemSocket.reusePort : .so_reuseaddr), value: 1
                    )
                    .bind(to: address).get()
                opened.channels.append(channel)
                // With port 0 the system chooses one for the first; the others take the same.
                if let bound = channel.localAddress { address = bound }
            }
        } catch let error as IOError {
            throw SystemSocket.error(error.errnoCode, shown)
        }
        guard let host = address.ipAddress, let port = address.port else {
            throw ServerError(code: .systemFailure, message: "The system doesn't say where the server listens.")
        }
        opened.addresses.append(ServerAddress(host: host, port: port, isSecure: isSecure))
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

    // MARK: Connections

    private func bootstrap(
        parent: any EventLoopGroup, children: any EventLoopGroup, security: (any TLSAcceptor)?
    ) -> ServerBootstrap {
        let (core, loops, http2) = (core, loops, http2)
        return ServerBootstrap(group: parent, childGroup: children)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .serverChannelInitializer { channel in
                channel.pipeline.addHandler(AcceptErrorLogger(logger: core.logger))
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.start(channel, core, loops, security, http2) }
            }
    }

    /// Sets an accepted channel up; on its loop.
    private static func start(
        _ channel: any Channel, _ core: ServerCore, _ loops: [NIOLoopBound<ServerLoop>], _ security: (any TLSAcceptor)?,
        _ http2: HTTP2Loading.Protocols
    ) throws {
        guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop })?.value else { return }
        if let options = channel.syncOptions {
            #if !os(Linux)
                // Linux hands this down from the listening socket.
                if channel.localAddress?.ipAddress != nil { try options.setOption(.tcpOption(.tcp_nodelay), value: 1) }
            #endif
            try options.setOption(.allowRemoteHalfClosure, value: true)
            // Small buffers: an idle connection keeps its own.
            try options.setOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 1024, maximum: 16384))
            try options.setOption(.maxMessagesPerRead, value: 4)
        }
        let entrance = Entrance(loop: loop, security: security, http2: http2)
        // A proxy's connections are many clients'.
        let isProxy = loop.rules.proxies?.trusts(channel.remoteAddress) ?? false
        let address = isProxy ? nil : ConnectionGate.Address(channel.remoteAddress)
        if let refusal = core.gate.enter(address) {
            // In the clear also where TLS is spoken: keys would cost more than the refusal is worth.
            try channel.pipeline.syncOperations.addHandler(RefusingHandler(refusal))
        } else if isProxy, loop.rules.settings.proxies.protocol == .v1v2 {
            try channel.pipeline.syncOperations.addHandler(
                ProxyProtocolGuard(loop: loop) { channel, client in try entrance.admit(channel, client) })
        } else {
            do {
                try entrance.open(channel, address, named: nil)
            } catch {
                core.gate.leave(address)
                throw error
            }
        }
    }
}
