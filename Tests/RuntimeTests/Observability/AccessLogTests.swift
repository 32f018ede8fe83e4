import HTTPTypes
import Logging
import Testing

@testable import GatewayRuntime

@Suite("what requests are called, and the lines about them", .timeLimit(.minutes(10)))
struct AccessLogTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    private static func serve(
        clock: HandClock? = nil, hubs: [any AnyHub] = [], settings: (inout ServiceSettings) -> Void = { _ in },
        spans: (any SpanExporter)? = nil, routes: (inout Routes) -> Void = { _ in },
        _ body: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.run(
            clock: clock, hubs: hubs,
            settings: {
                $0.log.access = .all
                settings(&$0)
            },
            routes: {
                $0.hooks.spans = spans
                $0.handle(.get, "/id", name: "id") { _, context in
                    .text("\(context.requestID) \(context.trace.traceparent) \(context.trace.parentID ?? "-")")
                }
                $0.handle(.get, "/fails") { _, _ in throw ClientGone() }
                routes(&$0)
            }, body)
    }

    @Test("every answer says what its request is called; handlers, problems and the log say the same")
    func ids() async throws {
        try await Self.serve { server in
            let client = try await server.connect()
            var seen: Set<String> = []
            for path in ["/hello", "/id", "/nowhere", "/fails"] {
                try await client.send(Self.get(path + "?secret=1"))
                let response = try #require(try await client.response())
                let id = try #require(response["x-request-id"])
                #expect(id.count == 32 && seen.insert(id).inserted)
                if path == "/id" {
                    #expect(response.text == "\(id) 00-\(id)-\(response.text.dropFirst(69).prefix(16))-00 -")
                }
                if path == "/fails" { #expect(response.text.contains(#""requestId":"\#(id)""#)) }
                let line = await server.logs.line(with: "GET \(path) \(response.status)")
                #expect(line?.contains("request=\(id)") == true && line?.contains("secret") == false)
            }
        }
    }

    @Test("nobody's names are taken over, unless they are trusted; an answer that names its request keeps the name")
    func trust() async throws {
        let peers = try SettingType<[TrustedPeer]>.peers.parse("loopback")
        let trusting: (inout ServiceSettings) -> Void = { $0.proxies.trusted = peers }
        var named = Response.text("x")
        named.headers[try #require(HTTPField.Name("X-Request-ID"))] = "upstream"
        let names = "X-Request-ID: abc-1\r\ntraceparent: \(Self.parent)\r\n"
        try await Self.serve { server in
            let client = try await server.connect()
            try await client.send(Self.get("/id", names))
            let response = try #require(try await client.response())
            #expect(response["x-request-id"] != "abc-1" && !response.text.contains("4bf92f3577b34da6"))
        }
        try await Self.serve(settings: trusting, routes: { $0.respond(.get, "/named", named) }) { server in
            let client = try await server.connect()
            try await client.send(Self.get("/id", names))
            let response = try #require(try await client.response())
            #expect(response["x-request-id"] == "abc-1")
            #expect(response.text.hasPrefix("abc-1 00-4bf92f3577b34da6a3ce929d0e0e4736-"))
            #expect(response.text.hasSuffix("-01 00f067aa0ba902b7"))
            #expect(await server.logs.line(with: "request=abc-1")?.contains("trace=4bf92f35") == true)
            try await client.send(Self.get("/named"))
            #expect(try await client.response()?.all("x-request-id") == ["upstream"])
        }
    }

    @Test("off, answers don't say it")
    func off() async throws {
        try await Self.serve(settings: { $0.chain.requestID = false }) { server in
            let client = try await server.connect()
            for path in ["/hello", "/id", "/nowhere"] {
                try await client.send(Self.get(path))
                #expect(try await client.response()?["x-request-id"] == nil)
            }
        }
    }

    @Test("by default failures and slow requests have lines; streams are never slow")
    func slow() async throws {
        let clock = HandClock()
        try await Self.serve(
            clock: clock, settings: { $0.log.access = .errors },
            routes: { routes in
                for (path, isLong) in [("/slow", false), ("/long", true)] {
                    routes.handle(.get, path, options: RouteOptions(unlimitedTime: isLong)) { _, _ in
                        clock.advance(.milliseconds(1500))
                        return .text("done")
                    }
                }
            }
        ) { server in
            let client = try await server.connect()
            for path in ["/hello", "/long", "/slow", "/fails"] {
                try await client.send(Self.get(path))
                #expect(try await client.response() != nil)
            }
            #expect(await server.logs.line(with: "GET /fails 500")?.contains("warn") == true)
            let line = await server.logs.line(with: "GET /slow 200")
            #expect(line?.contains("ms=1500") == true && line?.contains("slow=true") == true)
            #expect(!server.logs.all.contains { $0.contains("/hello") || $0.contains("/long") })
        }
    }

    @Test("a WebSocket has a line when it opens, and one when it ends, under the same id")
    func webSocket() async throws {
        let hub = Hub<WebSocketMessage>("live", HubSettings())
        let group = HubLoopGroup(threads: 1)
        hub.attach(group)
        try await Self.serve(
            hubs: [hub],
            routes: {
                $0.webSocket("/ws", hub: hub, handler: ClosureHandler(), input: LiveHub.admission)
            }
        ) { server in
            let client = try await server.connect()
            try await client.send(
                Self.get(
                    "/ws?name=ann",
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                ))
            let response = try #require(try await client.response(toHead: true))
            let id = try #require(response["x-request-id"])
            #expect(response.status == 101)
            #expect(await server.logs.line(with: "GET /ws 101")?.contains("request=\(id)") == true)
            // Close 1000, with a mask of zeros.
            try await client.send([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8])
            let line = try #require(await server.logs.line(with: "GET /ws closed 1000"))
            #expect(line.contains("by=client") && line.contains("request=\(id)") && line.contains("user=ann"))
            #expect(line.contains(" from=127.0.0.1 ") && !line.contains("name="))
        }
    }

    // MARK: Spans

    private final class Collector: SpanExporter {
        let spans = Watched<[RequestSpan]>([])
        let error: (any Error)?
        init(failing error: (any Error)? = nil) { self.error = error }

        func export(_ spans: [RequestSpan]) async throws {
            self.spans.change { $0 += spans }
            if let error { throw error }
        }
    }

    @Test("finished requests are handed to the exporter, the last ones while the server stops")
    func spans() async throws {
        let collector = Collector()
        let peers = try SettingType<[TrustedPeer]>.peers.parse("loopback")
        try await Self.serve(
            settings: { $0.proxies.trusted = peers }, spans: collector
        ) { server in
            let client = try await server.connect()
            for path in ["/hello", "/id?secret=1", "/fails", "/nowhere"] {
                try await client.send(Self.get(path, path == "/hello" ? "traceparent: \(Self.parent)\r\n" : ""))
                #expect(try await client.response() != nil)
            }
            // Its caller doesn't want it recorded.
            try await client.send(Self.get("/hello", "traceparent: \(Self.parent.dropLast(1))0\r\n"))
            #expect(try await client.response() != nil)
        }
        let spans = collector.spans.value
        #expect(spans.map(\.name) == ["GET /hello", "GET /id", "GET /fails", "GET"])
        #expect(spans.map(\.status) == [200, 200, 500, 404] && spans.map(\.isError) == [false, false, true, false])
        #expect(spans.first?.context.parentID == "00f067aa0ba902b7")
        #expect(spans.allSatisfy { $0.start <= $0.end && $0.client == "127.0.0.1" && !$0.path.contains("?") })
        #expect(spans.dropFirst().allSatisfy { $0.context.traceID == $0.requestID && $0.context.isSampled })
    }

    @Test("a whole batch does not wait for its time")
    func batches() async throws {
        let collector = Collector()
        let queue = SpanQueue(collector, limit: 2000, interval: .seconds(3600), logger: LogLines().logger)
        let running = Task { await queue.run() }
        var head = RequestHead(target: "/")
        head.mark = RequestMark(number: 1, sample: 1)
        let record = RequestRecord(head: head, route: nil, status: 200, received: 0, sent: 0, started: 0)
        for count in [512, 1024] {
            for _ in 0..<512 { queue.add(record.span(1000, .none)) }
            #expect(await collector.spans.when { $0.count >= count }.count == count)
        }
        await queue.finish(running)
    }

    @Test("an exporter that fails or is full loses spans, which are counted, and the log says so once")
    func lost() async throws {
        let collector = Collector(failing: ClientGone())
        let logs = LogLines()
        let queue = SpanQueue(collector, limit: 20, logger: logs.logger)
        let running = Task { await queue.run() }
        var head = RequestHead(target: "/")
        head.mark = RequestMark(number: 1, sample: 1)
        let record = RequestRecord(head: head, route: nil, status: 200, received: 0, sent: 0, started: 0)
        for _ in 0..<25 { queue.add(record.span(1000, .none)) }
        await queue.finish(running)
        #expect(collector.spans.value.count == 20)
        let counts = queue.families.flatMap(\.samples).map { "\($0.value)" }
        #expect(counts == ["integer(0)", "integer(25)"])
        #expect(logs.all.filter { $0.contains("spans could not be exported") }.count == 1)
    }
}
