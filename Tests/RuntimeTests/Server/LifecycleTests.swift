import HTTPTypes
import NIOCore
import NIOPosix
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#endif

@Suite("HTTP server's life", .timeLimit(.minutes(10)))
struct LifecycleTests {
    @Test("a stopping server answers what is under way, ends idle connections and takes no new ones")
    func drains() async throws {
        let started = Signal()
        let goOn = Signal()
        var settings = ServiceSettings()
        settings.port = 0
        settings.threads = 2
        var routes = Routes()
        routes.add(
            .get, "/slow",
            .async { _, _ in
                started.send()
                await goOn.wait()
                return .text("slow")
            })
        let server = try HTTPServer(routes: routes, settings: settings, logger: LogLines().logger)
        let address = try await server.start()
        let idle = try await RawClient.connect(address)
        let busy = try await RawClient.connect(address)
        try await busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        await started.wait()
        async let stopped: Void = server.shutdown()
        #expect(try await idle.rest().isEmpty)
        await #expect(throws: (any Error).self) { _ = try await RawClient.connect(address) }
        goOn.send()
        let response = try #require(try await busy.response())
        #expect(response.text == "slow")
        #expect(response["connection"] == "close")
        #expect(try await busy.rest().isEmpty)
        await stopped
    }

    @Test("what isn't done at the deadline is cut")
    func deadline() async throws {
        let started = Signal()
        let client = try await withServerThatHangs(started) { server, client in
            await server.shutdown()
            return client
        }
        #expect(try await client.rest().isEmpty)
    }

    private func withServerThatHangs(
        _ started: Signal, _ body: (HTTPServer, RawClient) async throws -> RawClient
    ) async throws -> RawClient {
        var settings = ServiceSettings()
        settings.port = 0
        settings.timeouts.drain = .milliseconds(50)
        var routes = Routes()
        routes.add(
            .get, "/hangs",
            .async { _, _ in
                started.send()
                try? await Task.sleep(for: .seconds(600))
                return .text("late")
            })
        let server = try HTTPServer(routes: routes, settings: settings, logger: LogLines().logger)
        let client = try await RawClient.connect(try await server.start())
        try await client.send("GET /hangs HTTP/1.1\r\nHost: a\r\n\r\n")
        await started.wait()
        return try await body(server, client)
    }

    @Test("a port that is taken is an error that says so, with one loop or with many", arguments: [1, 2])
    func takenPort(_ threads: Int) async throws {
        try await TestServer.run { running in
            var settings = ServiceSettings()
            settings.port = running.address.port
            settings.threads = threads
            let second = try HTTPServer(routes: Routes(), settings: settings, logger: LogLines().logger)
            do {
                try await second.start()
                Issue.record("two servers listen on one port")
            } catch let error as ServerError {
                #expect(error.code == .addressTaken)
                #expect(error.message.contains("127.0.0.1:\(running.address.port) is taken"))
            }
        }
    }

    @Test("a host that is none, or another machine's, is an error that says so")
    func badHost() async throws {
        for (host, code) in [("192.0.2.1", ServerError.Code.addressUnavailable), ("no such host", .addressUnknown)] {
            var settings = ServiceSettings()
            settings.host = host
            settings.port = 0
            let server = try HTTPServer(routes: Routes(), settings: settings, logger: LogLines().logger)
            do {
                try await server.start()
                Issue.record("listens on \(host)")
            } catch let error as ServerError {
                #expect(error.code == code)
            }
        }
    }

    @Test("connections beyond the limits get 503 and 429, and room is there again when others go")
    func connectionLimits() async throws {
        try await TestServer.run(settings: { $0.limits.connections = 2 }) { server in
            let first = try await server.connect()
            let second = try await server.connect()
            for client in [first, second] {
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?.status == 200)
            }
            let third = try await server.connect()
            let refused = try #require(try await third.response())
            #expect(refused.status == 503)
            #expect(refused["retry-after"] == "1")
            await first.close()
            await until { server.server.openConnections <= 1 }
            let fourth = try await server.connect()
            try await fourth.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await fourth.response()?.status == 200)
        }
        try await TestServer.run(settings: { $0.limits.connectionsPerIP = 1 }) { server in
            let first = try await server.connect()
            try await first.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await first.response()?.status == 200)
            let second = try await server.connect()
            #expect(try await second.response()?.status == 429)
        }
    }

    #if os(Linux)
        @Test("1,000 connections that come and go leave no descriptor behind")
        func descriptors() async throws {
            try await TestServer.run(routes: { routes in
                routes.add(
                    .get, "/slow",
                    .async { _, _ in
                        try await Task.sleep(for: .seconds(600))
                        return .text("")
                    })
            }) { server in
                let warm = try await server.connect()
                try await warm.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await warm.response()
                await warm.close()
                await until { server.server.openConnections <= 0 }
                let before = Self.openDescriptors(server.address.port)
                for round in 0..<100 {
                    var clients: [RawClient] = []
                    for _ in 0..<10 { clients.append(try await server.connect()) }
                    for (index, client) in clients.enumerated() {
                        switch (index + round) % 5 {
                        case 0: break
                        case 1: try await client.send("GET /hel")
                        case 2: try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                        case 3: try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
                        default: try await client.send("\u{0}garbage")
                        }
                        await client.close()
                    }
                }
                // A connection leaves its place a moment before its descriptor is closed.
                await until {
                    server.server.openConnections <= 0 && Self.openDescriptors(server.address.port) <= before
                }
                #expect(Self.openDescriptors(server.address.port) == before)
            }
        }

        /// The sockets of this process whose own port is the given one.
        private static func openDescriptors(_ port: Int) -> Int {
            (0..<4096).filter { Self.port(of: CInt($0), getsockname) == port }.count
        }

        /// The port of a socket's own address, or of its peer's. Read from the bytes: which module gives `sockaddr_in` its members
        /// depends on which file the compiler sees first.
        private static func port(
            of descriptor: CInt,
            _ ask: (CInt, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> CInt
        ) -> Int? {
            var bytes = [UInt8](repeating: 0, count: 128)
            var length = socklen_t(bytes.count)
            let result = bytes.withUnsafeMutableBytes {
                ask(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
            }
            return result == 0 ? Int(bytes[2]) << 8 | Int(bytes[3]) : nil
        }

        @Test("accepted sockets send small answers at once (TCP_NODELAY)")
        func noDelay() async throws {
            try await TestServer.run { server in
                let client = try await server.connect()
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await client.response()
                let accepted = (0..<4096).filter { descriptor in
                    Self.port(of: CInt(descriptor), getpeername) != nil
                        && Self.port(of: CInt(descriptor), getsockname) == server.address.port
                }
                #expect(!accepted.isEmpty)
                for descriptor in accepted {
                    var value: CInt = 0
                    var length = socklen_t(MemoryLayout<CInt>.size)
                    getsockopt(CInt(descriptor), CInt(IPPROTO_TCP), TCP_NODELAY, &value, &length)
                    #expect(value != 0)
                }
            }
        }
    #endif
}
