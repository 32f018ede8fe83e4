import GatewayHTTP2
import GatewayTLS
import Logging
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing

@testable import GatewayRuntime

@Suite("WebSockets over HTTP/2", .timeLimit(.minutes(10)))
struct HTTP2WebSocketTests {
    /// A hub whose handler sends everyone what one says, behind a server that speaks HTTP/2.
    private struct Place {
        let hub: Hub<WebSocketMessage>
        let server: TestServer
        let events: EventLog

        func client(grants: Bool = true) async throws -> HTTP2Client {
            try await HTTP2Client.connect(server.address, grants: grants)
        }

        /// Opens a WebSocket, and waits until the hub has it.
        func join(_ name: String, _ client: HTTP2Client) async -> Int {
            let id = client.socket("/ws?name=\(name)")
            _ = await client.answer(id) { !$0.heads.isEmpty || $0.isOver }
            await events.wait { $0 == "+\(name)" }
            return id
        }
    }

    private static func serve(
        _ settings: HubSettings = HubSettings(), clock: HandClock? = nil, over way: HTTP2Tests.Way = .cleartext,
        handler: ClosureHandler = ClosureHandler(), _ body: (Place) async throws -> Void
    ) async throws {
        let events = EventLog()
        var handler = handler
        let connected = handler.onConnected
        handler.onConnected = { client in
            connected(client)
            events.add("+\(client.user)")
        }
        handler.onDisconnected = { client, close in events.add("-\(client.user) \(close.code)") }
        let hub = Hub<WebSocketMessage>("live", settings.patient)
        let group = HubLoopGroup(threads: 2)
        hub.attach(group)
        let chosen = handler
        try await TestServer.run(
            clock: clock, hubs: [hub], transports: [.tls, .http2],
            settings: { settings in
                settings.timeouts.drain = .seconds(2)
                if way == .tls { settings.tls = TestCertificates.settings() } else { settings.http2.cleartext = true }
            },
            routes: { $0.webSocket("/ws", hub: hub, handler: chosen, input: LiveHub.admission) }
        ) { server in
            try await body(Place(hub: hub, server: server, events: events))
        }
        group.stop()
    }

    @Test(
        "several on one connection chat with each other, with plain requests beside them",
        arguments: HTTP2Tests.Way.allCases)
    func chat(_ way: HTTP2Tests.Way) async throws {
        try await Self.serve(over: way) { place in
            let client = try await place.client()
            let ann = await place.join("ann", client)
            let bob = await place.join("bob", client)
            let other = try await place.client()
            let cid = await place.join("cid", other)
            let opened = await client.answer(ann) { !$0.heads.isEmpty }
            #expect(opened.status == 200)
            #expect(opened["content-length"] == nil)
            #expect(opened["sec-websocket-accept"] == nil)
            client.send(ann, body: ClientFrame.text("hello"))
            for (client, id) in [(client, ann), (client, bob), (other, cid)] {
                #expect(await client.frames(id, 1) == [.text("hello")])
            }
            #expect(await client.get("/hello").text == "Hello")
            client.send(bob, body: ClientFrame.ping("there?"))
            #expect(await client.frames(bob, 2).last == .pong("there?"))
            // A close, answered, and both directions end in order.
            client.send(ann, body: ClientFrame.close(1000))
            #expect(await client.frames(ann, 2).last == .close(1000, ""))
            await place.events.wait { $0 == "-ann 1000" }
            client.send(ann, body: [], ends: true)
            let ended = await client.answer(ann)
            #expect(ended.isEnded)
            #expect(ended.reset == nil)
            #expect(client.inbox.value.goodbyes.isEmpty)
        }
    }

    @Test("a hub's place comes back when a stream is reset, and when its connection goes away")
    func vanishing() async throws {
        try await Self.serve { place in
            let client = try await place.client()
            let ann = await place.join("ann", client)
            let bob = await place.join("bob", client)
            client.reset(ann)
            await place.events.wait { $0 == "-ann 1006" }
            client.send(bob, body: ClientFrame.text("still here"))
            #expect(await client.frames(bob, 1) == [.text("still here")])
            await client.close()
            await place.events.wait { $0 == "-bob 1006" }
            // The handler hears of it before the turn ends that gives the place back.
            await until { place.hub.core.placesTaken == 0 }
            #expect(place.hub.core.placesTaken == 0)
        }
    }

    @Test("messages of a mebibyte both ways arrive whole and in order")
    func large() async throws {
        try await Self.serve(HubSettings(message: 1 << 20, queue: 100, queueBytes: 1 << 24)) { place in
            let client = try await place.client()
            let ann = await place.join("ann", client)
            let texts = (0..<4).map { "\($0)" + String(repeating: "x", count: 1_000_000) }
            for text in texts { client.send(ann, body: ClientFrame.text(text)) }
            #expect(await client.frames(ann, 4) == texts.map { .text($0) })
        }
    }

    @Test(
        "a client that takes nothing is cut with 1013 for its queue's sake, and its neighbours on the connection don't notice"
    )
    func slow() async throws {
        try await Self.serve(HubSettings(queue: 8, queueBytes: 100_000)) { place in
            // It grants what comes on the connection as a whole, but nothing on the slow stream.
            let slow = try await place.client(grants: false)
            let fast = try await place.client()
            let lazy = await place.join("lazy", slow)
            let ann = await place.join("ann", fast)
            let text = String(repeating: "x", count: 60_000)
            var said = 0
            while !place.events.all.contains(where: { $0.hasPrefix("-lazy") }), said < 100, !Task.isCancelled {
                fast.send(ann, body: ClientFrame.text(text))
                said += 1
                _ = await fast.frames(ann, said)
            }
            #expect(said < 20)
            await place.events.wait { $0 == "-lazy 1013" }
            #expect(await slow.answer(lazy) { $0.body.count >= 65_535 }.body.count == 65_535)
            slow.send(0, .windowUpdate(windowSizeIncrement: 65_535))
            #expect(await slow.get("/hello").text == "Hello")
        }
    }

    @Test("the same is asked of a handshake as over HTTP/1.1")
    func handshakes() async throws {
        try await Self.serve { place in
            let client = try await place.client()
            let version = await client.answer(client.socket("/ws?name=a", [("sec-websocket-version", "12")]))
            #expect(version.status == 400)
            #expect(version["sec-websocket-version"] == "13")
            let foreign = [("sec-websocket-version", "13"), ("origin", "https://elsewhere.example")]
            #expect(await client.answer(client.socket("/ws?name=a", foreign)).status == 403)
            let own = [("sec-websocket-version", "13"), ("origin", "http://localhost")]
            let joined = client.socket("/ws?name=own", own)
            #expect(await client.answer(joined) { !$0.heads.isEmpty || $0.isOver }.status == 200)
            let missing = await client.answer(client.socket("/nowhere"))
            #expect(missing.status == 404)
            let plain = await client.get("/ws?name=a")
            #expect(plain.status == 400)
            #expect(plain.text.contains("RFC 8441"))
            let done = HPACKHeaders([
                (":method", "CONNECT"), (":protocol", "websocket"), (":path", "/ws?name=a"), (":scheme", "http"),
                (":authority", "localhost"), ("sec-websocket-version", "13"),
            ])
            #expect(await client.answer(client.open(done)).status == 400)
        }
    }

    @Test("compression and subprotocols are agreed on as over HTTP/1.1")
    func agreements() async throws {
        var settings = HubSettings()
        settings.compress = true
        try await Self.serve(settings) { place in
            let client = try await place.client()
            let id = client.socket(
                "/ws?name=ann",
                [("sec-websocket-version", "13"), ("sec-websocket-extensions", "permessage-deflate")])
            let opened = await client.answer(id) { !$0.heads.isEmpty || $0.isOver }
            #expect(opened["sec-websocket-extensions"]?.hasPrefix("permessage-deflate") == true)
        }
    }

    @Test("a stopping server closes them with 1001, and the connection behind them")
    func drain() async throws {
        try await Self.serve { place in
            let client = try await place.client()
            let ann = await place.join("ann", client)
            let stopping = Task { await place.server.server.shutdown() }
            let frames = await client.frames(ann, 1)
            #expect(frames == [.close(1001, "the server is going away")])
            client.send(ann, body: ClientFrame.close(1001), ends: true)
            let end = await client.ended()
            #expect(end.goodbyes.first?.code == 0)
            await stopping.value
        }
    }
}
