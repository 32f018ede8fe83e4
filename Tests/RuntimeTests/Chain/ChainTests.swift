import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("What stands before routes", .timeLimit(.minutes(10)))
struct ChainTests {
    private static func text(_ options: RouteOptions, _ method: RouteMethod = .get) -> @Sendable (inout Routes) -> Void
    {
        { routes in
            if let prepared = PreparedResponse(.text("ok")) {
                routes.add(method, "/", .prepared(prepared), options: options)
            }
        }
    }

    private static func get(_ more: String = "", method: String = "GET") -> String {
        "\(method) / HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    @Test("a rate lets a burst through, then one for each interval, for each key by itself")
    func rate() {
        let limiter = RateLimiter<Int>(RequestRate(10, per: .seconds(1), burst: 3))
        for left in [2, 1, 0] {
            let quota = limiter.call(1, now: 0)
            #expect(quota.isWithin && quota.remaining == left)
        }
        let refused = limiter.call(1, now: 0)
        #expect(refused == .init(isWithin: false, remaining: 0, retry: 100_000, reset: 300_000))
        #expect(limiter.call(2, now: 0).isWithin)
        #expect(!limiter.call(1, now: 99_999).isWithin)
        #expect(limiter.call(1, now: 100_000).isWithin)
        #expect(!limiter.call(1, now: 100_000).isWithin)
        // Who waits long enough has the whole burst again, and not more.
        for _ in 0..<3 { #expect(limiter.call(1, now: 10_000_000).isWithin) }
        #expect(!limiter.call(1, now: 10_000_000).isWithin)
    }

    @Test("a flood of keys does not make the table grow, and those that owe most are remembered")
    func flood() {
        let limiter = RateLimiter<Int>(RequestRate(1, per: .seconds(1), burst: 2), capacity: 80)
        _ = limiter.call(-1, now: 0)
        _ = limiter.call(-1, now: 0)
        for key in 0..<1000 { _ = limiter.call(key, now: 1) }
        #expect(limiter.count <= 80)
        #expect(!limiter.call(-1, now: 1).isWithin)
    }

    @Test("over the rate is 429, with when to come again; the fields say where a client stands")
    func tooMany() async throws {
        let options = RouteOptions(rateLimit: RequestRate(2, per: .seconds(60)))
        try await TestServer.run(routes: Self.text(options)) { server in
            let client = try await server.connect()
            for left in [1, 0] {
                try await client.send(Self.get())
                let response = try #require(try await client.response())
                #expect(response.status == 200)
                #expect(response["ratelimit"]?.hasPrefix("\"default\";r=\(left);t=") == true)
                #expect(response["ratelimit-policy"] == "\"default\";q=2;w=60")
            }
            try await client.send(Self.get())
            let response = try #require(try await client.response())
            #expect(response.status == 429)
            #expect(response["content-type"] == "application/problem+json")
            #expect((Int(response["retry-after"] ?? "") ?? 0) > 20)
        }
    }

    @Test("users are counted by themselves, behind auth")
    func users() async throws {
        let authentication = try SchemeFixture.authentication()
        let options = RouteOptions(rateLimit: RequestRate(1, per: .seconds(60), by: .user), auth: ["tokens"])
        try await TestServer.run(routes: { routes in
            routes = Routes(authentication: authentication)
            routes.add(.get, "/", .immediate { _ in .text("in") }, options: options)
        }) { server in
            let client = try await server.connect()
            for (user, status) in [("ann", 200), ("ann", 429), ("bob", 200), ("bob", 429)] {
                try await client.send(Self.get("Authorization: Bearer ok-\(user)\r\n"))
                #expect(try await client.response()?.status == status)
            }
        }
    }

    @Test("a place under way is given back, however the request ends")
    func places() {
        let limit = InFlightLimit(2)
        var places = [limit.enter(), limit.enter()]
        #expect(places.allSatisfy { $0 != nil })
        #expect(limit.enter() == nil)
        places.removeLast()
        #expect(limit.underWay == 1)
        #expect(limit.enter() != nil)
        #expect(limit.underWay == 1)
    }

    @Test("too many under way are 503 at once, and a client that leaves makes room")
    func inFlight() async throws {
        let gate = AsyncStream<Void>.makeStream()
        let started = AsyncStream<Void>.makeStream()
        try await TestServer.run(routes: { routes in
            routes.add(
                .get, "/",
                .async { _, _ in
                    started.continuation.yield()
                    for await _ in gate.stream { break }
                    return .text("done")
                }, options: RouteOptions(maxInFlight: 1))
        }) { server in
            let first = try await server.connect()
            try await first.send(Self.get())
            for await _ in started.stream { break }
            let second = try await server.connect()
            try await second.send(Self.get())
            let refused = try #require(try await second.response())
            #expect(refused.status == 503)
            #expect(refused["retry-after"] == "1")
            gate.continuation.yield()
            #expect(try await first.response()?.text == "done")
            gate.continuation.yield()
            try await second.send(Self.get())
            #expect(try await second.response()?.text == "done")
        }
    }

    @Test("a page of an origin that is named may read, with cookies; others are told nothing")
    func origins() async throws {
        let rules = CrossOrigin(origins: ["https://app.example.com"], credentials: true)
        try await TestServer.run(routes: Self.text(RouteOptions(crossOrigin: rules))) { server in
            let client = try await server.connect()
            try await client.send(Self.get("Origin: https://app.example.com\r\n"))
            let read = try #require(try await client.response())
            #expect(read["access-control-allow-origin"] == "https://app.example.com")
            #expect(read["access-control-allow-credentials"] == "true")
            #expect(read["vary"] == "Origin")
            for origin in ["Origin: https://evil.example\r\n", "Origin: null\r\n", ""] {
                try await client.send(Self.get(origin))
                let other = try #require(try await client.response())
                #expect(other.status == 200)
                #expect(other["access-control-allow-origin"] == nil)
                #expect(other["vary"] == "Origin")
            }
        }
    }

    @Test("any origin never means any origin with the user's cookies")
    func anyone() async throws {
        try await TestServer.run(routes: Self.text(RouteOptions(crossOrigin: CrossOrigin(credentials: true)))) {
            server in
            let client = try await server.connect()
            try await client.send(Self.get("Origin: https://a.example\r\n"))
            let response = try #require(try await client.response())
            #expect(response["access-control-allow-origin"] == "*")
            #expect(response["access-control-allow-credentials"] == nil)
        }
    }

    @Test("the browser's question before is answered for the method it asks for")
    func preflight() async throws {
        let rules = CrossOrigin(
            origins: ["https://a.example"], methods: ["POST"], headers: ["X-Token"], maxAge: .seconds(600))
        try await TestServer.run(routes: Self.text(RouteOptions(crossOrigin: rules), .post)) { server in
            let client = try await server.connect()
            func ask(_ origin: String, _ method: String, _ headers: String) async throws -> RawResponse {
                try await client.send(
                    Self.get(
                        "Origin: \(origin)\r\nAccess-Control-Request-Method: \(method)\r\n"
                            + "Access-Control-Request-Headers: \(headers)\r\n", method: "OPTIONS"))
                return try #require(try await client.response())
            }
            let allowed = try await ask("https://a.example", "POST", "x-token, content-type")
            #expect(allowed.status == 204)
            #expect(allowed["access-control-allow-origin"] == "https://a.example")
            #expect(allowed["access-control-allow-methods"] == "POST")
            #expect(allowed["access-control-allow-headers"] == "x-token, content-type")
            #expect(allowed["access-control-max-age"] == "600")
            #expect(allowed["vary"] == "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
            for (origin, method, headers) in [
                ("https://b.example", "POST", "x-token"), ("https://a.example", "POST", "x-other"),
                ("https://a.example", "PUT", ""),
            ] {
                #expect(try await ask(origin, method, headers)["access-control-allow-origin"] == nil)
            }
        }
    }

    @Test("Cache-Control is added to answers that succeed and say nothing of it themselves")
    func cache() async throws {
        try await TestServer.run(routes: { routes in
            let options = RouteOptions(cache: .seconds(60))
            routes.add(.get, "/", .immediate { _ in .text("ok") }, options: options)
            routes.add(
                .get, "/own", .immediate { _ in Response.text("ok").with(["Cache-Control": "no-cache"]) },
                options: options)
            routes.add(.get, "/gone", .immediate { _ in throw HTTPError.gone() }, options: options)
        }) { server in
            let client = try await server.connect()
            for (path, expected) in [("/", "max-age=60"), ("/own", "no-cache"), ("/gone", nil)] {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?["cache-control"] == expected)
            }
        }
    }

    @Test(
        "gzip is sent to whoever takes it",
        arguments: [
            ("gzip", true), ("deflate, GZIP;q=0.5", true), ("*", true), ("*;q=0", false), ("gzip;q=0, *", false),
            ("identity", false), ("br", false), ("", false),
        ])
    func accepts(header: String, takes: Bool) {
        #expect(ResponseCompression.takesGZip(header) == takes)
    }

    @Test("long text is compressed once, and says that it depends on the client")
    func compression() async throws {
        let text = String(repeating: "hello ", count: 1000)
        try await TestServer.run(routes: { routes in
            let options = RouteOptions(compress: true)
            if let prepared = PreparedResponse(.text(text)) {
                routes.add(.get, "/", .prepared(prepared), options: options)
            }
            routes.add(.get, "/handler", .async { _, _ in .text(text) }, options: options)
            routes.add(.get, "/short", .async { _, _ in .text("short") }, options: options)
            routes.add(
                .get, "/image", .async { _, _ in .bytes(Array(text.utf8), contentType: "image/png") }, options: options)
        }) { server in
            let client = try await server.connect()
            for (path, isCompressed) in [("/", true), ("/handler", true), ("/short", false), ("/image", false)] {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                let response = try #require(try await client.response())
                #expect((response["content-encoding"] == "gzip") == isCompressed, "\(path)")
                #expect((response["vary"] == "Accept-Encoding") == isCompressed, "\(path)")
                if isCompressed { #expect(response.body.starts(with: [0x1F, 0x8B]) && response.body.count < 200) }
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?["content-encoding"] == nil)
            }
        }
    }
}
