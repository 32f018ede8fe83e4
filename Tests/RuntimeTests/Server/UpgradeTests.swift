import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("WebSocket upgrade", .timeLimit(.minutes(10)))
struct UpgradeTests {
    static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    static func handshake(_ path: String = "/ws", _ change: (inout [String: String]) -> Void = { _ in }) -> String {
        var fields = [
            "Host": "example.com", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
        ]
        change(&fields)
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return "GET \(path) HTTP/1.1\r\n\(lines.joined())\r\n"
    }

    @Test("a handshake is answered with 101, and what came behind it reaches the new owner")
    func opens() async throws {
        let endpoint = EchoEndpoint()
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(endpoint)) }) { server in
            let client = try await server.connect()
            try await client.send(Self.handshake() + "early")
            let response = try #require(try await client.response())
            #expect(response.status == 101)
            #expect(response["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(response["upgrade"] == "websocket")
            #expect(String(decoding: try await client.bytes(5), as: UTF8.self) == "early")
            try await client.send("later")
            #expect(String(decoding: try await client.bytes(5), as: UTF8.self) == "later")
            #expect(endpoint.opened == 1)
            #expect(server.server.openConnections == 0)
        }
    }

    @Test("the third request of a connection can be the handshake, and one that waits is waited for")
    func laterRequest() async throws {
        let endpoint = EchoEndpoint(waits: true)
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(endpoint)) }) { server in
            let client = try await server.connect()
            let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
            try await client.send(hello + hello + Self.handshake() + "abc")
            #expect(try await client.response()?.text == "Hello")
            #expect(try await client.response()?.text == "Hello")
            #expect(try await client.response()?.status == 101)
            #expect(String(decoding: try await client.bytes(3), as: UTF8.self) == "abc")
        }
    }

    @Test(
        "a bad handshake is refused as a response like any other, and the connection goes on",
        arguments: [
            (["Sec-WebSocket-Key": "short"], 400), (["Sec-WebSocket-Version": "8"], 426),
            (["Origin": "https://evil.example"], 403),
        ])
    func refusals(_ change: [String: String], _ status: Int) async throws {
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(EchoEndpoint())) }) { server in
            let client = try await server.connect()
            try await client.send(Self.handshake { $0.merge(change) { $1 } })
            let response = try #require(try await client.response())
            #expect(response.status == status)
            #expect(response["content-type"] == "application/problem+json")
            if status == 426 { #expect(response["sec-websocket-version"] == "13") }
            try await client.send(Self.handshake())
            #expect(try await client.response()?.status == 101)
        }
    }

    @Test("a plain GET gets 426, and the endpoint's own refusal its status and headers")
    func endpointRefuses() async throws {
        let endpoint = EchoEndpoint(refusal: HTTPError.tooManyRequests(retryAfter: .seconds(7), "full"))
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(endpoint)) }) { server in
            let client = try await server.connect()
            try await client.send("GET /ws HTTP/1.1\r\nHost: a\r\n\r\n")
            let plain = try #require(try await client.response())
            #expect(plain.status == 426)
            #expect(plain["upgrade"] == "websocket")
            #expect(plain["connection"] == "upgrade")
            try await client.send(Self.handshake())
            let full = try #require(try await client.response())
            #expect(full.status == 429)
            #expect(full["retry-after"] == "7")
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("a client that leaves while the endpoint thinks gives its place back")
    func abandons() async throws {
        let endpoint = EchoEndpoint(waits: true, holds: true)
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(endpoint)) }) { server in
            let client = try await server.connect()
            try await client.send(Self.handshake())
            await endpoint.asked.wait()
            await client.close()
            await until { server.server.openConnections <= 0 }
            endpoint.goOn.send()
            await endpoint.abandoned.wait()
            #expect(endpoint.opened == 0)
        }
    }

    @Test("an endpoint refuses with any status, fields and body")
    func anyRefusal() async throws {
        var response = Response.html("<p>Not today</p>")
        response.status = .init(code: 402, reasonPhrase: "Payment Required")
        response.headers[.retryAfter] = "60"
        let endpoint = EchoEndpoint(refusal: RefusedUpgrade(response))
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(endpoint)) }) { server in
            let client = try await server.connect()
            try await client.send(Self.handshake())
            let refused = try #require(try await client.response())
            #expect(refused.status == 402)
            #expect(refused["retry-after"] == "60")
            #expect(refused["content-type"] == "text/html; charset=utf-8")
            #expect(refused.text == "<p>Not today</p>")
        }
    }

    @Test("an endpoint that thinks for too long gives its client 503, and what it says then is let go")
    func slowEndpoint() async throws {
        let endpoint = EchoEndpoint(waits: true, holds: true)
        try await TestServer.run(
            clock: HandClock(), settings: { $0.timeouts.request = .seconds(3) },
            routes: { $0.add(.webSocket, "/ws", .webSocket(endpoint)) }
        ) { server in
            let client = try await server.connect()
            try await client.send(Self.handshake())
            await endpoint.asked.wait()
            await server.pass(.seconds(4))
            #expect(try await client.response()?.status == 503)
            endpoint.goOn.send()
            await endpoint.abandoned.wait()
            #expect(endpoint.opened == 0)
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("a handshake that drips in gets 408 like any header")
    func slowHandshake() async throws {
        try await TestServer.run(
            clock: HandClock(), routes: { $0.add(.webSocket, "/ws", .webSocket(EchoEndpoint())) }
        ) { server in
            let client = try await server.connect()
            let whole = Self.handshake()
            for part in [whole.prefix(40), whole.dropFirst(40).prefix(40)] {
                try await client.send(String(part))
                try await server.seen(client)
                await server.pass(.seconds(6))
            }
            #expect(try await client.response()?.status == 408)
        }
    }

    @Test("a client that does not take the answers before its handshake keeps no place for ever")
    func stalledHandshake() async throws {
        let files = try FileTree()
        let endpoint = EchoEndpoint()
        let answered = Watched(0)
        let count = "GET /count HTTP/1.1\r\nHost: a\r\n\r\n"
        try await TestServer.run(
            clock: HandClock(),
            settings: {
                $0.threads = 1
                $0.listeners = [ListenAddress(.unix(path: "\(files.path)/s", mode: 0o600))]
            },
            routes: {
                $0.add(.webSocket, "/ws", .webSocket(endpoint))
                $0.add(
                    .get, "/count",
                    .immediate { _ in
                        answered.change { $0 += 1 }
                        return .text(String(repeating: "x", count: 16_000))
                    })
            }
        ) { server in
            let address = try #require(server.server.addresses.last)
            /// Asks without reading, and lets time pass until the server has let go; gives how many answers it made.
            func ask(_ requests: String) async throws -> Int {
                let before = answered.value
                let client = try await RawClient.connect(address)
                try await client.stopReading()
                try await client.send(requests)
                await answered.when { $0 >= before + 6 }
                await server.server.tick()
                for _ in 0..<20 where server.server.openConnections > 0 { await server.pass(.seconds(31)) }
                #expect(server.server.openConnections == 0)
                return answered.value - before
            }
            // A Unix socket takes a fixed number of bytes: how many answers fill it, and the channel, is tried out.
            let fill = try await ask(String(repeating: count, count: 28))
            #expect(fill > 6)
            // With a few less the channel has room for more, but holds bytes that the socket does not take.
            for fewer in 1...6 where fill - fewer >= 6 {
                _ = try await ask(String(repeating: count, count: fill - fewer) + Self.handshake())
            }
            #expect(endpoint.asks.value > 0)
            await until { endpoint.ends.value == endpoint.asks.value }
            #expect(endpoint.ends.value > endpoint.opened)
        }
    }

    @Test("a handshake with a body, or while the server stops, is refused")
    func bodies() async throws {
        try await TestServer.run(routes: { $0.add(.webSocket, "/ws", .webSocket(EchoEndpoint())) }) { server in
            let client = try await server.connect()
            try await client.send(Self.handshake { $0["Content-Length"] = "2" } + "ab")
            #expect(try await client.response()?.status == 400)
            #expect(try await client.rest().isEmpty)
        }
    }
}

/// An endpoint that sends back every byte, frames or not.
private final class EchoEndpoint: WebSocketEndpoint {
    let policy = HandshakePolicy()
    let asked = Signal()
    let goOn = Signal()
    let abandoned = Signal()
    let asks = Watched(0)
    /// Admissions that were opened or abandoned.
    let ends = Watched(0)
    private let waits: Bool
    private let holds: Bool
    private let refusal: (any Error)?
    private let openings = Atomic(0)

    var opened: Int { openings.load(ordering: .relaxed) }

    init(waits: Bool = false, holds: Bool = false, refusal: (any Error)? = nil) {
        self.waits = waits
        self.holds = holds
        self.refusal = refusal
    }

    func admit(_ request: Request, _ context: RequestContext) async throws -> any WebSocketAdmission {
        asked.send()
        asks.change { $0 += 1 }
        if let refusal { throw refusal }
        if waits { await Task.yield() }
        if holds { await goOn.wait() }
        return Admission(endpoint: self)
    }

    private struct Admission: WebSocketAdmission {
        let endpoint: EchoEndpoint

        func open(
            on channel: any Channel, isPlainSocket: Bool, response: ByteBuffer, leftover: ByteBuffer,
            handshake: NegotiatedHandshake, access: AccessTicket?
        ) {
            channel.writeAndFlush(response, promise: nil)
            endpoint.openings.add(1, ordering: .relaxed)
            endpoint.ends.change { $0 += 1 }
            try? channel.pipeline.syncOperations.addHandler(EchoHandler())
            channel.pipeline.fireChannelRead(leftover)
        }

        func abandon() {
            endpoint.abandoned.send()
            endpoint.ends.change { $0 += 1 }
        }
    }
}

private final class EchoHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(data, promise: nil)
    }
}
