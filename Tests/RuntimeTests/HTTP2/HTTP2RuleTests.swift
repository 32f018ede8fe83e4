import GatewayHTTP2
import NIOCore
import NIOHPACK
import NIOHTTP2
import Testing

@testable import GatewayRuntime

@Suite("What a client of HTTP/2 may not do", .timeLimit(.minutes(10)))
struct HTTP2RuleTests {
    /// A request that breaks a rule, and what becomes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let fields: [(String, String)]
        /// The status of the answer, or the code of the reset.
        var status: Int?
        var reset: Int?
        var testDescription: String { name }
    }

    private static let base = [(":method", "GET"), (":scheme", "http"), (":path", "/hello"), (":authority", "a")]

    private static func without(_ name: String) -> [(String, String)] { base.filter { $0.0 != name } }
    private static func with(_ name: String, _ value: String) -> [(String, String)] {
        base.map { $0.0 == name ? (name, value) : $0 }
    }

    static let cases: [Case] = [
        Case(name: "an upper-case name", fields: base + [("X-Big", "1")], reset: 1),
        Case(name: "a name with a space", fields: base + [("a b", "1")], reset: 1),
        Case(name: "connection", fields: base + [("connection", "close")], reset: 1),
        Case(name: "keep-alive", fields: base + [("keep-alive", "1")], reset: 1),
        Case(name: "transfer-encoding", fields: base + [("transfer-encoding", "chunked")], reset: 1),
        Case(name: "upgrade", fields: base + [("upgrade", "websocket")], reset: 1),
        Case(name: "te with more than trailers", fields: base + [("te", "gzip")], reset: 1),
        Case(name: "te: trailers", fields: base + [("te", "trailers")], status: 200),
        Case(name: "a value with a line end", fields: base + [("x-a", "1\r\nx-b: 2")], reset: 1),
        Case(name: "a value with NUL", fields: base + [("x-a", "1\u{0}")], reset: 1),
        Case(name: "a value with a space before it", fields: base + [("x-a", " 1")], reset: 1),
        Case(name: "no method", fields: without(":method"), reset: 1),
        Case(name: "no scheme", fields: without(":scheme"), reset: 1),
        Case(name: "no path", fields: without(":path"), reset: 1),
        Case(name: "an empty path", fields: with(":path", ""), reset: 1),
        Case(name: "a path without its slash", fields: with(":path", "hello"), reset: 1),
        Case(name: "an absolute path", fields: with(":path", "http://a/hello"), reset: 1),
        Case(name: "two paths", fields: base + [(":path", "/hello")], reset: 1),
        Case(name: "an unknown pseudo-header", fields: base + [(":extra", "1")], reset: 1),
        Case(name: "a status in a request", fields: base + [(":status", "200")], reset: 1),
        Case(
            name: "a pseudo-header behind a field",
            fields: without(":authority") + [("x-a", "1"), (":authority", "a")],
            reset: 1),
        Case(name: "a protocol without CONNECT", fields: base + [(":protocol", "websocket")], reset: 1),
        Case(name: "a bad method", fields: with(":method", "G T"), reset: 1),
        Case(name: "user information", fields: with(":authority", "me@a"), reset: 1),
        Case(name: "a Host that says something else", fields: base + [("host", "b")], reset: 1),
        Case(name: "a Host that says the same", fields: base + [("host", "A:80")], status: 200),
        Case(name: "a Host alone", fields: without(":authority") + [("host", "a")], status: 200),
        Case(name: "neither authority nor Host", fields: without(":authority"), status: 400),
        Case(name: "two lengths", fields: base + [("content-length", "0"), ("content-length", "0")], reset: 1),
        Case(name: "a length that is none", fields: base + [("content-length", "+1")], reset: 1),
        Case(name: "a path with a bare space", fields: with(":path", "/a b"), reset: 1),
        Case(name: "a path with dot segments", fields: with(":path", "/a/../hello"), status: 400),
        Case(name: "another scheme", fields: with(":scheme", "ftp"), status: 400),
        Case(name: "a plain tunnel", fields: [(":method", "CONNECT"), (":authority", "a:443")], status: 501),
        Case(name: "a long path", fields: with(":path", "/" + String(repeating: "x", count: 9000)), status: 414),
        Case(name: "many fields", fields: base + (0..<101).map { ("x-\($0)", "1") }, status: 431),
        Case(
            name: "a tunnel of another protocol",
            fields: [(":method", "CONNECT"), (":protocol", "connect-udp")] + base.dropFirst(), status: 501),
        Case(
            name: "a tunnel where there is no WebSocket",
            fields: [(":method", "CONNECT"), (":protocol", "websocket")] + base.dropFirst(), status: 400),
    ]

    @Test("each broken rule ends its stream alone", arguments: cases)
    func broken(_ one: Case) async throws {
        try await HTTP2Tests.serve { server in
            let client = try await HTTP2Client.connect(server.address)
            let answer = await client.answer(client.open(HPACKHeaders(one.fields)))
            if let reset = one.reset {
                #expect(answer.reset == reset)
                #expect(answer.heads.isEmpty)
            } else {
                #expect(answer.status == one.status)
            }
            #expect(await client.get("/hello").text == "Hello")
            #expect(client.inbox.value.goodbyes.isEmpty)
        }
    }

    @Test("without a socket, the reader of header sections says the same of each", arguments: cases)
    func reader(_ one: Case) {
        var reader = StreamedRequestReader(limits: HTTP1Limits())
        let result = Result { () throws(StreamedRequestReader.Malformed) -> StreamedRequest in
            for (name, value) in one.fields { try reader.add(name, value) }
            return try reader.finish()
        }
        switch result {
        case .failure: #expect(one.reset == 1)
        case .success(let request):
            #expect(one.reset == nil)
            if let failure = request.failure { #expect(failure.status == one.status) }
        }
    }

    @Test("a header section is 431 when it is a little too large, and ends the connection when it is far too large")
    func headerSize() async throws {
        try await HTTP2Tests.serve({ $0.limits.header = 1000 }) { server in
            let client = try await HTTP2Client.connect(server.address)
            await client.seen()
            #expect(await client.get("/hello", [("x-a", String(repeating: "a", count: 900))]).status == 200)
            #expect(await client.get("/hello", [("x-a", String(repeating: "a", count: 1100))]).status == 431)
            client.open(HTTP2Client.fields("GET", "/hello", [("x-a", String(repeating: "a", count: 20_000))]))
            let end = await client.ended()
            // COMPRESSION_ERROR: the section was not read to its end.
            #expect(end.goodbyes.map(\.code) == [9])
        }
    }

    @Test("settings say what the server takes")
    func settings() async throws {
        let change: (inout ServiceSettings) -> Void = { settings in
            settings.http2.streams = 7
            settings.http2.streamWindow = 100_000
            settings.http2.connectionWindow = 200_000
            settings.http2.frame = 20_000
        }
        try await HTTP2Tests.serve(change) { server in
            let client = try await HTTP2Client.connect(server.address)
            await client.seen()
            let inbox = client.inbox.value
            #expect(inbox.settings[3] == 7)
            #expect(inbox.settings[4] == 100_000)
            #expect(inbox.settings[5] == 20_000)
            #expect(inbox.settings[8] == 1)
            #expect(inbox.grants[0] == 200_000 - 65_535)
        }
    }

    @Test("a client that resets stream after stream is told to calm down, and cut")
    func rapidReset() async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.add(
                .get, "/slow",
                .async { _, _ in
                    try await Task.sleep(for: .seconds(600))
                    return .text("late")
                })
        }
        try await HTTP2Tests.serve({ $0.http2.resets = 20 }, routes: declare) { server in
            let client = try await HTTP2Client.connect(server.address)
            for _ in 0..<30 { client.reset(client.open(HTTP2Client.fields("GET", "/slow"))) }
            let end = await client.ended()
            #expect(end.goodbyes.last?.code == 11)
            await until { server.server.openConnections == 0 }
            #expect(server.server.openConnections == 0)
        }
    }

    @Test("a client that breaks the rules again and again is told to calm down, and cut")
    func faults() async throws {
        try await HTTP2Tests.serve({ $0.http2.errors = 20 }) { server in
            for field in [("X-Big", "1"), ("x-a", " 1")] {
                let client = try await HTTP2Client.connect(server.address)
                for _ in 0..<30 { client.open(HTTP2Client.fields("GET", "/hello", [field])) }
                let end = await client.ended()
                #expect(end.goodbyes.last?.code == 11)
            }
        }
    }

    @Test("a flood of pings, settings or empty frames is told to calm down, and cut", arguments: 0..<3)
    func floods(_ kind: Int) async throws {
        let change: (inout ServiceSettings) -> Void = { settings in
            settings.http2.control = 20
            settings.http2.emptyFrames = 3
        }
        try await HTTP2Tests.serve(change, routes: HTTPServerTests.echo) { server in
            let client = try await HTTP2Client.connect(server.address)
            let id = client.open(HTTP2Client.fields("POST", "/echo"), ends: false)
            for _ in 0..<30 {
                switch kind {
                case 0: client.send(0, .ping(HTTP2PingData(withInteger: 7), ack: false))
                case 1: client.send(0, .settings(.settings([])))
                default: client.send(id, body: [])
                }
            }
            let end = await client.ended()
            #expect(end.goodbyes.last?.code == 11)
        }
    }
}
