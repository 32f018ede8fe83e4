import GatewayHTTP2
import GatewayTLS
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOSSL
import Testing

@testable import GatewayRuntime

@Suite("HTTP/2", .timeLimit(.minutes(10)))
struct HTTP2Tests {
    /// How HTTP/2 comes about.
    enum Way: String, CaseIterable, CustomTestStringConvertible {
        case tls, cleartext
        var testDescription: String { rawValue }
    }

    static func serve(
        over way: Way = .cleartext, clock: HandClock? = nil, _ change: (inout ServiceSettings) -> Void = { _ in },
        routes: (inout Routes) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.run(
            clock: clock, transports: [.tls, .http2],
            settings: { settings in
                switch way {
                case .tls: settings.tls = TestCertificates.settings()
                case .cleartext: settings.http2.cleartext = true
                }
                change(&settings)
            }, routes: routes, body)
    }

    private static func routes(_ routes: inout Routes) {
        HTTPServerTests.echo(&routes)
        routes.immediate(.get, "/seen") { request in
            .text("\(request.scheme) \(request.authority ?? "-") \(request.cookies["b"] ?? "-") \(request.path)")
        }
    }

    @Test("requests are answered over TLS and without, one after another and many at once", arguments: Way.allCases)
    func answers(_ way: Way) async throws {
        try await Self.serve(over: way, routes: Self.routes) { server in
            let client = try await HTTP2Client.connect(server.address)
            let hello = await client.get("/hello")
            #expect(hello.status == 200)
            #expect(hello.text == "Hello")
            #expect(hello["content-length"] == "5")
            #expect(hello["date"]?.hasSuffix("GMT") == true)
            #expect(hello["connection"] == nil)
            let seen = await client.get("/seen", [("cookie", "a=1"), ("cookie", "b=2")])
            #expect(seen.text == "\(way == .tls ? "https" : "http") localhost 2 /seen")
            #expect(await client.get("/nowhere").status == 404)
            #expect(await client.get("/seen", method: "DELETE").status == 405)
            let ids = (0..<50).map { index -> Int in
                let id = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
                client.send(id, body: Array("\(index)".utf8), ends: true)
                return id
            }
            for (index, id) in ids.enumerated() { #expect(await client.answer(id).text == "\(index)") }
        }
    }

    @Test("HTTP/1.1 is spoken at the same places, whatever pieces its first bytes come in", arguments: Way.allCases)
    func oldProtocol(_ way: Way) async throws {
        try await Self.serve(over: way) { server in
            let tls = way == .tls ? try TestCertificates.client { $0.applicationProtocols = ["http/1.1"] } : nil
            for pieces in [
                ["GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"], ["P", "RI", "NT /hello HTTP/1.1\r\nHost: a\r\n\r\n"],
            ] {
                let client = try await RawClient.connect(server.address, tls: tls)
                for piece in pieces { try await client.send(piece) }
                #expect(try await client.response()?.status == (pieces.count == 1 ? 200 : 405))
            }
        }
    }

    @Test("without the switch the cleartext port speaks HTTP/1.1 alone, and over TLS nobody is offered h2")
    func switchedOff() async throws {
        try await Self.serve({ $0.http2.cleartext = false }) { server in
            let client = try await server.connect()
            try await client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            #expect(try await client.response()?.status == 505)
        }
        try await Self.serve(over: .tls, { $0.http2.enabled = false }) { server in
            let tls = try TestCertificates.client { $0.applicationProtocols = ["h2", "http/1.1"] }
            let client = try await RawClient.connect(server.address, tls: tls)
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("a program without it says so when the config asks for it")
    func missing() async throws {
        var settings = ServiceSettings()
        settings.port = 0
        settings.http2.cleartext = true
        let server = try HTTPServer(routes: Routes(), settings: settings, logger: LogLines().logger)
        let error = await #expect(throws: ServerError.self) { try await server.start() }
        #expect(error?.code == .transportMissing)
        #expect(error?.message.contains("transports: [http2]") == true)
    }

    @Test("large bodies go both ways, in one piece, as a stream and from a file", arguments: Way.allCases)
    func large(_ way: Way) async throws {
        let files = try FileTree()
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try files.write("large.bin", bytes)
        let path = files.path
        let declare: (inout Routes) -> Void = { routes in
            let echo = Endpoint.async { request, _ in .bytes(try await request.body.collect()) }
            routes.add(.post, "/echo", echo, options: RouteOptions(maxBody: 1 << 20))
            routes.file(.get, "/file", "\(path)/large.bin")
        }
        try await Self.serve(over: way, routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            let upload = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
            client.send(upload, body: bytes, ends: true)
            #expect(await client.answer(upload).body == bytes)
            let whole = await client.get("/file")
            #expect(whole["content-length"] == "\(bytes.count)")
            #expect(whole.body == bytes)
            let part = await client.get("/file", [("range", "bytes=100000-300000")])
            #expect(part.status == 206)
            #expect(part.body == Array(bytes[100_000...300_000]))
            let head = await client.get("/file", method: "HEAD")
            #expect(head["content-length"] == "\(bytes.count)")
            #expect(head.body.isEmpty)
            #expect(await client.get("/file", [("if-none-match", whole["etag"] ?? "")]).status == 304)
        }
        withExtendedLifetime(files) {}
    }

    @Test("a body is limited by its length, and by its real bytes; the connection goes on")
    func bodyLimit() async throws {
        try await Self.serve({ $0.limits.body = 1000 }, routes: Self.routes) { server in
            let client = try await HTTP2Client.connect(server.address)
            let declared = client.open(HTTP2Client.fields("POST", "/echo", [("content-length", "1001")]), ends: false)
            #expect(await client.answer(declared).status == 413)
            let real = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
            client.send(real, body: [UInt8](repeating: 1, count: 1001))
            let answer = await client.answer(real) { $0.reset != nil }
            #expect(answer.status == 413)
            #expect(answer.reset == 0)
            let exact = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
            client.send(exact, body: [UInt8](repeating: 1, count: 1000), ends: true)
            #expect(await client.answer(exact).body.count == 1000)
        }
    }

    @Test("a client that waits for 100 gets it when the handler reads, and the answer alone if it doesn't")
    func expectContinue() async throws {
        try await Self.serve(routes: Self.routes) { server in
            let client = try await HTTP2Client.connect(server.address)
            let expect = [("expect", "100-continue"), ("content-length", "5")]
            let read = client.open(HTTP2Client.fields("POST", "/echo", expect), ends: false)
            let interim = await client.answer(read) { !$0.heads.isEmpty }
            #expect(interim.status == 100)
            client.send(read, body: Array("hello".utf8), ends: true)
            let answer = await client.answer(read)
            #expect(answer.heads.count == 2)
            #expect(answer.text == "hello")
            let unread = client.open(HTTP2Client.fields("POST", "/hello", expect), ends: false)
            let refused = await client.answer(unread) { $0.reset != nil }
            #expect(refused.heads.map { $0[":status"] } == ["405"])
            #expect(refused.reset == 0)
            let odd = client.open(HTTP2Client.fields("POST", "/echo", [("expect", "wonders")]))
            #expect(await client.answer(odd).status == 417)
        }
    }

    @Test("trailers end a request and say nothing")
    func trailers() async throws {
        try await Self.serve(routes: Self.routes) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
            client.send(id, body: Array("body".utf8))
            client.send(id, .headers(.init(headers: ["content-length": "9", "x-check": "1"], endStream: true)))
            #expect(await client.answer(id).text == "body")
        }
    }

    @Test("a handler is cancelled when its client resets the stream, or goes away")
    func cancelled() async throws {
        let events = EventLog()
        let declare: (inout Routes) -> Void = { routes in
            routes.add(
                .get, "/slow",
                .async { _, _ in
                    events.add("started")
                    try? await Task.sleep(for: .seconds(600))
                    events.add(Task.isCancelled ? "cancelled" : "slept")
                    return .text("late")
                })
        }
        try await Self.serve(routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("GET", "/slow"))
            await events.wait(1) { $0 == "started" }
            client.reset(id)
            await events.wait(1) { $0 == "cancelled" }
            client.open(HTTP2Client.fields("GET", "/slow"))
            await events.wait(2) { $0 == "started" }
            await client.close()
            await events.wait(2) { $0 == "cancelled" }
            await until { server.server.openConnections == 0 }
            #expect(server.server.openConnections == 0)
        }
    }

    @Test("the access log has the same line for a request as over HTTP/1.1")
    func accessLog() async throws {
        try await Self.serve({ $0.log.access = .all }) { server in
            let client = try await HTTP2Client.connect(server.address)
            _ = await client.get("/hello?secret=1")
            let line = try #require(server.logs.all.first { $0.contains("GET /hello 200") })
            #expect(line.contains("bytes=5"))
            #expect(!line.contains("secret"))
        }
    }

    @Test("an answer whose header no client must take becomes a 500, and the connection goes on")
    func hugeAnswer() async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.immediate(.get, "/huge") { _ in
                var response = Response.text("x")
                response.headers[.location] = String(repeating: "x", count: 20_000)
                return response
            }
        }
        try await Self.serve(routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            let huge = await client.get("/huge")
            #expect(huge.status == 500 && huge["x-content-type-options"] == "nosniff")
            #expect(await client.get("/hello").text == "Hello")
        }
    }
}
