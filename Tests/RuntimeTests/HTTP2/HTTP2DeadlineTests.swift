import GatewayHTTP2
import NIOCore
import NIOHPACK
import NIOHTTP2
import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("Deadlines, slow clients and the end of HTTP/2", .timeLimit(.minutes(10)))
struct HTTP2DeadlineTests {
    /// A handler that goes on when a test says so.
    private struct Gate: Sendable {
        let started = Signal()
        let goOn = Signal()

        func declare(_ routes: inout Routes) {
            routes.add(
                .get, "/gate",
                .async { [self] _, _ in
                    started.send()
                    await goOn.wait()
                    return .text("through")
                })
        }
    }

    @Test("a body that comes too slowly is 408, and the stream ends; others go on")
    func slowBody() async throws {
        try await HTTP2Tests.serve(clock: HandClock(), routes: HTTPServerTests.echo) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
            client.send(id, body: [1])
            await client.seen()
            await server.pass(.seconds(31))
            let answer = await client.answer(id) { $0.reset != nil }
            #expect(answer.status == 408)
            #expect(answer.reset == 0)
            #expect(await client.get("/hello").text == "Hello")
        }
    }

    @Test("a handler that takes too long is cancelled, and its client gets 503")
    func slowHandler() async throws {
        let started = Signal()
        let cancelled = Signal()
        let declare: (inout Routes) -> Void = { routes in
            routes.add(
                .get, "/slow",
                .async { _, _ in
                    started.send()
                    try? await Task.sleep(for: .seconds(600))
                    cancelled.send()
                    return .text("late")
                }, options: RouteOptions(timeout: .seconds(2)))
        }
        try await HTTP2Tests.serve(clock: HandClock(), routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("GET", "/slow"))
            await started.wait()
            await server.pass(.seconds(3))
            #expect(await client.answer(id).status == 503)
            await cancelled.wait()
            #expect(await client.get("/hello").text == "Hello")
        }
    }

    @Test("a connection without streams ends with GOAWAY after 75 seconds, one with a stream does not")
    func idle() async throws {
        let gate = Gate()
        try await HTTP2Tests.serve(clock: HandClock(), { $0.timeouts.request = .seconds(600) }, routes: gate.declare) {
            server in
            let idle = try await HTTP2Client.connect(server.address)
            let busy = try await HTTP2Client.connect(server.address)
            let id = busy.open(HTTP2Client.fields("GET", "/gate"))
            await gate.started.wait()
            await idle.seen()
            await server.pass(.seconds(76))
            let end = await idle.ended()
            #expect(end.goodbyes.map(\.code) == [0, 0])
            gate.goOn.send()
            #expect(await busy.answer(id).text == "through")
        }
    }

    @Test("a client that doesn't hear the good-bye is cut soon after it")
    func deaf() async throws {
        try await HTTP2Tests.serve(clock: HandClock()) { server in
            let client = try await server.connect()
            try await client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            try await client.send([0, 0, 0, 4, 0, 0, 0, 0, 0])
            await until { server.server.openConnections == 1 }
            _ = try await client.bytes(30)
            await server.pass(.seconds(76))
            #expect(server.server.openConnections == 1)
            await server.pass(.seconds(3))
            await until { server.server.openConnections == 0 }
            #expect(server.server.openConnections == 0)
        }
    }

    @Test("a preface or a header section that doesn't come to its end is cut after 10 seconds", arguments: 0..<3)
    func slowHeader(_ kind: Int) async throws {
        try await HTTP2Tests.serve(clock: HandClock()) { server in
            let client = try await server.connect()
            let start = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
            switch kind {
            case 0: try await client.send(Array(start.prefix(20)))
            case 1: try await client.send(start + [0, 0, 0, 4, 0, 0, 0, 0, 0] + [0, 0])
            default:
                // HEADERS without END_HEADERS, and a CONTINUATION that never comes.
                try await client.send(start + [0, 0, 0, 4, 0, 0, 0, 0, 0] + [0, 0, 1, 1, 1, 0, 0, 0, 1, 0x82])
            }
            if kind > 0 { _ = try await client.bytes(30) }
            await until { server.server.openConnections == 1 }
            await server.pass(.seconds(1))
            await server.pass(.seconds(5))
            #expect(server.server.openConnections == 1)
            await server.pass(.seconds(6))
            await until { server.server.openConnections == 0 }
            #expect(server.server.openConnections == 0)
        }
    }

    @Test(
        "a client that takes nothing of a stream is asked for nothing more, and loses the stream in time, and no other")
    func slowReader() async throws {
        let made = Atomic(0)
        let declare: (inout Routes) -> Void = { routes in
            routes.immediate(.get, "/endless") { _ in
                .stream(
                    ResponseStream(
                        AsyncThrowingStream {
                            made.add(10_000, ordering: .relaxed)
                            return [UInt8](repeating: 7, count: 10_000)
                        }))
            }
        }
        try await HTTP2Tests.serve(clock: HandClock(), routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address, grants: false)
            let id = client.open(HTTP2Client.fields("GET", "/endless"))
            let full = await client.answer(id) { $0.body.count == 65_535 }
            #expect(full.body.count == 65_535)
            await client.seen()
            await server.pass(.seconds(1))
            await server.pass(.seconds(31))
            #expect(await client.answer(id).reset == 8)
            // What the client was granted, what waits on the stream, and a chunk that was being made.
            #expect(made.load(ordering: .relaxed) <= 65_535 + 64 * 1024 + 3 * 10_000)
            client.send(0, .windowUpdate(windowSizeIncrement: 65_535))
            #expect(await client.get("/hello").text == "Hello")
        }
    }

    @Test("a handler that doesn't read holds its client back, by the stream's window and the connection's")
    func slowHandlerReads() async throws {
        let gate = Gate()
        let declare: (inout Routes) -> Void = { routes in
            routes.add(
                .post, "/late",
                .async { request, _ in
                    gate.started.send()
                    await gate.goOn.wait()
                    return .text("\(try await request.body.collect().count)")
                }, options: RouteOptions(maxBody: 1 << 20))
        }
        let change: (inout ServiceSettings) -> Void = { settings in
            settings.http2.streamWindow = 100_000
            settings.http2.connectionWindow = 150_000
        }
        try await HTTP2Tests.serve(change, routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            await client.seen()
            let first = client.open(HTTP2Client.fields("POST", "/late"), ends: false)
            client.send(first, body: [UInt8](repeating: 1, count: 500_000), ends: true)
            await gate.started.wait()
            await client.seen()
            let granted = client.inbox.value.grants[first] ?? 0
            // The pipe to the handler takes 64 KiB before it holds anyone back.
            #expect(granted <= 64 * 1024 + 16 * 1024)
            gate.goOn.send()
            #expect(await client.answer(first).text == "500000")
        }
    }

    @Test("a stopping server lets streams finish, takes no more, and closes")
    func drain() async throws {
        let gate = Gate()
        try await HTTP2Tests.serve(routes: gate.declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("GET", "/gate"))
            await gate.started.wait()
            let stopping = Task { await server.server.shutdown() }
            let warned = await client.inbox.when { $0.goodbyes.count == 2 || $0.isClosed }
            #expect(warned.goodbyes.first?.last == Int(Int32.max))
            #expect(warned.goodbyes.last?.last == id)
            gate.goOn.send()
            #expect(await client.answer(id).text == "through")
            _ = await client.ended()
            await stopping.value
        }
    }

    @Test("a stopping server ends streams of events in order")
    func drainEvents() async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.immediate(.get, "/events") { _ in
                .events(
                    EventStream<Int> { events in
                        try await events.send(1)
                        try await Task.sleep(for: .seconds(600))
                    })
            }
        }
        try await HTTP2Tests.serve(routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("GET", "/events"))
            let begun = await client.answer(id) { !$0.body.isEmpty }
            #expect(begun["content-type"]?.hasPrefix("text/event-stream") == true)
            await server.server.shutdown()
            let end = await client.answer(id)
            #expect(end.isEnded)
            #expect(end.reset == nil)
            #expect(end.text == "data: 1\n\n")
        }
    }
}
