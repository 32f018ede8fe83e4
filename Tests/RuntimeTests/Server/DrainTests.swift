import Foundation
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#endif

@Suite("A server that stops in stages", .timeLimit(.minutes(10)))
struct DrainTests {
    private static func hello(_ address: ServerAddress) async throws -> Int? {
        let client = try await RawClient.connect(address)
        try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        return try await client.response()?.status
    }

    @Test("it goes on for drain.delay, not ready any more, and then listens no more")
    func delay() async throws {
        try await TestServer.run(settings: { $0.drain.delay = .seconds(2) }) { server in
            async let stopped: Void = server.server.shutdown()
            await until { server.server.readiness.state == .stopping }
            let status = try await Self.hello(server.address)
            #expect(status == 200)
            await stopped
            await #expect(throws: (any Error).self) { _ = try await RawClient.connect(server.address) }
            let lines = server.logs.all.joined()
            #expect(lines.contains("not ready any more, and still listening for=2s"))
            #expect(lines.contains("listening no more"))
            #expect(lines.contains("everyone is served"))
        }
    }

    @Test("what is cut at the deadline is counted in the log: requests, connections and WebSockets")
    func cut() async throws {
        let hub = Hub<WebSocketMessage>("chat")
        let valve = Valve()
        try await TestServer.run(
            hubs: [hub], settings: { $0.timeouts.drain = .milliseconds(300) },
            routes: { routes in
                routes.handle(.get, "/waits") { _, _ in
                    valve.arrive()
                    try await Task.sleep(for: .seconds(600))
                    return .text("late")
                }
                routes.webSocket("/ws", hub: hub, handler: ClosureHandler()) { _ in
                    HubAdmission(input: "", user: nil, room: "main")
                }
            }
        ) { server in
            let client = try await server.connect()
            try await client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n")
            await valve.reached()
            // It never answers the close frame.
            let socket = try await server.connect()
            try await socket.send(UpgradeTests.handshake())
            #expect(try await socket.response()?.status == 101)
            await until { hub.clientCount == 1 }
            await server.server.shutdown()
            #expect(hub.metrics.cutByDrain == 1)
            let line = server.logs.all.first { $0.contains("what was left at the deadline is cut") }
            #expect(line?.contains("connections=1") == true, "\(server.logs.all)")
            #expect(line?.contains("requests=1 webSockets=1") == true, "\(server.logs.all)")
        }
    }

    @Test("the service closes what is its own after the last request, and has a deadline")
    func hook() async throws {
        let order = Log<String>()
        let valve = Valve()
        try await TestServer.run(routes: { routes in
            routes.hooks.stopping = { order.add("closes") }
            routes.handle(.get, "/waits") { _, _ in
                await valve.wait()
                order.add("answers")
                return .text("done")
            }
        }) { server in
            let client = try await server.connect()
            try await client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n")
            await valve.reached()
            async let stopped: Void = server.server.shutdown()
            await until { server.logs.all.contains { $0.contains("listening no more") } }
            valve.open()
            #expect(try await client.response()?.text == "done")
            await stopped
            #expect(order.all == ["answers", "closes"])
            #expect(server.logs.all.joined().contains("the service has closed what is its own"))
        }
        try await TestServer.run(
            settings: { $0.drain.hook = .milliseconds(50) },
            routes: { $0.hooks.stopping = { try await Task.sleep(for: .seconds(600)) } }
        ) { server in
            await server.server.shutdown()
            #expect(
                server.logs.all.joined().contains(
                    "has not closed what is its own in time, and is left alone deadline=50ms"))
        }
        try await TestServer.run(routes: { $0.hooks.stopping = { throw Refused() } }) { server in
            await server.server.shutdown()
            #expect(server.logs.all.joined().contains("the service could not close what is its own error=Refused()"))
        }
    }

    private struct Refused: Error, CustomDebugStringConvertible {
        var debugDescription: String { "Refused()" }
    }

    @Test("a process that stops for longer than drain.total ends with status 1")
    func total() async throws {
        let probe = try Probe(
            ["--port", "0"], config: "app: { stopping: 1h }\ndrain: { hook: 1h, total: 1s }\n")
        _ = try await probe.port()
        kill(probe.identifier, SIGTERM)
        let result = await probe.end()
        #expect(result.status == 1)
        #expect(result.error.contains("stopping takes longer than it may"))
    }

    @Test("by itself the whole stop has a deadline that all its stages fit into")
    func longestStop() {
        var settings = ServiceSettings()
        settings.timeouts.drain = .seconds(300)
        settings.drain.delay = .seconds(15)
        #expect(settings.longestStop == .seconds(335))
        settings.drain.total = .seconds(20)
        #expect(settings.longestStop == .seconds(20))
    }
}
