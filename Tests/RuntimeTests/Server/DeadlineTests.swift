import HTTPTypes
import NIOCore
import Testing

@testable import GatewayRuntime

@Suite("HTTP deadlines", .timeLimit(.minutes(10)))
struct DeadlineTests {
    @Test("a header that drips in gets 408 after ten seconds, however often a byte comes")
    func header() async throws {
        try await TestServer.run(clock: HandClock()) { server in
            let client = try await server.connect()
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hel")
            #expect(try await client.response()?.text == "Hello")
            await server.pass(.seconds(6))
            try await client.send("lo HTTP/1.1\r\nX-Slow:")
            try await server.seen(client)
            await server.pass(.seconds(5))
            let response = try #require(try await client.response())
            #expect(response.status == 408)
            #expect(response["connection"] == "close")
        }
    }

    @Test("a connection without requests is closed after 75 seconds, one with requests is not")
    func idle() async throws {
        try await TestServer.run(clock: HandClock()) { server in
            let silent = try await server.connect()
            let busy = try await server.connect()
            for _ in 0..<3 {
                try await busy.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await busy.response()?.text == "Hello")
                await server.pass(.seconds(30))
            }
            #expect(try await silent.rest().isEmpty)
            try await busy.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await busy.response()?.text == "Hello")
        }
    }

    @Test("a body that stands still, or trickles below the least rate, gets 408")
    func body() async throws {
        try await TestServer.run(clock: HandClock(), routes: HTTPServerTests.echo) { server in
            for trickles in [false, true] {
                let client = try await server.connect()
                try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx")
                try await server.seen(client)
                for _ in 0..<3 {
                    if trickles { try await client.send("y") }
                    try await server.seen(client)
                    await server.pass(.seconds(11))
                }
                let response = try #require(try await client.response())
                #expect(response.status == 408)
                #expect(response["connection"] == "close")
            }
        }
    }

    @Test("a body that comes fast enough may take as long as it needs")
    func steadyBody() async throws {
        try await TestServer.run(clock: HandClock(), routes: HTTPServerTests.echo) { server in
            let client = try await server.connect()
            let piece = String(repeating: "x", count: 10_000)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
            for _ in 0..<6 {
                try await client.send(piece)
                try await server.seen(client)
                await server.pass(.seconds(31))
            }
            #expect(try await client.response()?.status == 200)
        }
    }

    @Test("a handler that takes too long is cancelled, its client gets 503 and may ask again")
    func handler() async throws {
        let started = Signal()
        let cancelled = Signal()
        try await TestServer.run(
            clock: HandClock(),
            routes: { routes in
                routes.add(
                    .get, "/slow",
                    .async { _, _ in
                        started.send()
                        try? await Task.sleep(for: .seconds(600))
                        cancelled.send()
                        return .text("late")
                    }, options: RouteOptions(timeout: .seconds(2)))
            }
        ) { server in
            let client = try await server.connect()
            try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            await server.pass(.seconds(3))
            #expect(try await client.response()?.status == 503)
            await cancelled.wait()
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("a client that doesn't take its answer is cut off, one that takes it slowly is not")
    func write() async throws {
        let size = 20_000_000
        try await TestServer.run(
            clock: HandClock(),
            routes: { routes in
                routes.respond(.get, "/big", .bytes([UInt8](repeating: 7, count: size)))
            }
        ) { server in
            let stalled = try await server.connect(receiveBuffer: 64 * 1024)
            try await stalled.stopReading()
            try await stalled.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
            let reading = try await server.connect()
            try await reading.send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await reading.response()?.body.count == size)
            while server.server.openConnections > 1 { await server.pass(.seconds(31)) }
            // It is reset: what its own side had taken is all that it gets, not what the kernel held for it besides.
            await stalled.startReading()
            #expect(try await stalled.rest().count < 1_000_000)
            try await reading.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            // It was idle all the while, so it may be gone too; what counts is that the stalled one is.
            _ = try? await reading.response()
        }
    }

    @Test("a client that keeps sending after a refusal is let go after two seconds")
    func lingering() async throws {
        try await TestServer.run(clock: HandClock()) { server in
            let client = try await server.connect()
            try await client.send("garbage\r\n\r\n")
            #expect(try await client.response()?.status == 400)
            try await client.send("more garbage")
            #expect(server.server.openConnections == 1)
            await server.pass(.seconds(3))
            #expect(server.server.openConnections == 0)
        }
    }
}

extension TestServer {
    /// Waits until what a client sent has been read: a second connection that was served later says so.
    func seen(_ client: RawClient) async throws {
        for _ in 0..<4 {
            let other = try await connect()
            try await other.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            _ = try await other.response()
            await other.close()
        }
    }
}
