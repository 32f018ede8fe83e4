import HTTPTypes
import Synchronization
import Testing

@testable import GatewayRuntime

/// What a test lets out of a handler one after another.
final class Valve: Sendable {
    private let stream = AsyncStream<Void>.makeStream()
    private let started = AsyncStream<Void>.makeStream()

    /// Says that a handler was reached.
    func arrive() { started.continuation.yield() }

    /// Waits, in a handler, until the test opens.
    func wait() async {
        arrive()
        for await _ in stream.stream { break }
    }

    func open() { stream.continuation.yield() }

    /// Waits, in a test, until a handler waits.
    func reached() async {
        for await _ in started.stream { break }
    }
}

@Suite("The chain before a live server", .timeLimit(.minutes(10)))
struct LiveChainTests {
    private static func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    @Test("a route that fails is spared; others are not; it is taken back when it works")
    func breaker() async throws {
        let fails = Atomic(true)
        let calls = Atomic(0)
        let clock = HandClock()
        try await TestServer.run(
            clock: clock, settings: { $0.threads = 1 },
            routes: { routes in
                routes.handle(.get, "/flaky") { _, _ in
                    calls.add(1, ordering: .relaxed)
                    if fails.load(ordering: .relaxed) { throw HTTPError(.badGateway) }
                    return .text("well")
                }
                routes.handle(.get, "/steady") { _, _ in .text("steady") }
                routes.add(
                    .get, "/unguarded", .async { _, _ in throw HTTPError(.badGateway) },
                    options: RouteOptions(breaker: false))
            }
        ) { server in
            let client = try await server.connect()
            func ask(_ path: String) async throws -> RawResponse {
                try await client.send(Self.get(path))
                return try #require(try await client.response())
            }
            var refused = 0
            for _ in 0..<60 where try await ask("/flaky").status == 503 { refused += 1 }
            #expect(refused > 10)
            #expect(calls.load(ordering: .relaxed) == 60 - refused)
            var answer = try await ask("/flaky")
            for _ in 0..<200 where answer.status != 503 { answer = try await ask("/flaky") }
            #expect(answer["retry-after"] == "1")
            #expect(answer["content-type"] == "application/problem+json")
            #expect(try await ask("/steady").status == 200)
            for _ in 0..<60 { #expect(try await ask("/unguarded").status == 502) }
            fails.store(false, ordering: .relaxed)
            clock.advance(.seconds(11))
            for _ in 0..<60 { #expect(try await ask("/flaky").text == "well") }
        }
    }

    @Test("what the client is to blame for does not trip the breaker: 4xx, and clients that go away")
    func clientsFaults() async throws {
        let valve = Valve()
        try await TestServer.run(
            settings: { $0.threads = 1 },
            routes: { routes in
                routes.handle(.get, "/picky") { reader, context in
                    if context.request.header(.accept) == "wait" {
                        valve.arrive()
                        // Until it is cancelled.
                        try await Task.sleep(for: .seconds(100))
                    }
                    throw HTTPError.badRequest("no")
                }
            }
        ) { server in
            for _ in 0..<30 {
                let client = try await server.connect()
                try await client.send(Self.get("/picky", "Accept: wait\r\n"))
                await valve.reached()
                try await client.finishSending()
                // The answer to a client that stopped sending still comes.
                #expect(try await client.response()?.status == 503)
            }
            let client = try await server.connect()
            for _ in 0..<60 {
                try await client.send(Self.get("/picky"))
                #expect(try await client.response()?.status == 400)
            }
        }
    }

    @Test("a handler that is too slow is a failure")
    func slow() async throws {
        let clock = HandClock()
        let valve = Valve()
        try await TestServer.run(
            clock: clock, chance: { 0 }, settings: { $0.threads = 1 },
            routes: { routes in
                routes.add(
                    .get, "/slow",
                    .async { _, _ in
                        valve.arrive()
                        // Until its time is over.
                        try await Task.sleep(for: .seconds(100))
                        return .text("late")
                    }, options: RouteOptions(timeout: .milliseconds(100)))
            }
        ) { server in
            let client = try await server.connect()
            for _ in 0..<6 {
                try await client.send(Self.get("/slow"))
                await valve.reached()
                await server.pass(.milliseconds(600))
                let response = try #require(try await client.response())
                #expect(response.status == 503 && response["retry-after"] == nil)
            }
            try await client.send(Self.get("/slow"))
            let refused = try #require(try await client.response())
            #expect(refused.status == 503 && refused["retry-after"] == "1")
        }
    }

    @Test("an overloaded service sheds what matters least first, with 503 and when to come again")
    func shedding() async throws {
        let usage = Atomic(0)
        let valve = Valve()
        let clock = HandClock()
        let gauge = CPUGauge {
            // All of one CPU in the time that has passed, or none of it.
            CPUReading(used: UInt64(usage.load(ordering: .relaxed)), capacity: 1)
        }
        try await TestServer.run(
            clock: clock, gauge: gauge,
            settings: {
                $0.threads = 1
                $0.chain.shedLatency = .zero
            },
            routes: { routes in
                routes.add(
                    .get, "/work",
                    .async { _, _ in
                        await valve.wait()
                        return .text("done")
                    }, options: RouteOptions(unlimitedTime: true, kind: .request))
                routes.add(.get, "/quick", .async { _, _ in .text("quick") }, options: RouteOptions())
                routes.add(.get, "/vital", .async { _, _ in .text("vital") }, options: RouteOptions(priority: .high))
                routes.add(.get, "/always", .async { _, _ in .text("always") }, options: RouteOptions(shed: false))
            }
        ) { server in
            let quick = try await server.connect()
            func ask(_ path: String) async throws -> RawResponse {
                try await quick.send(Self.get(path))
                return try #require(try await quick.response())
            }
            // A few requests a second, each within a millisecond, are what the loop got done.
            for _ in 0..<20 {
                #expect(try await ask("/quick").status == 200)
                clock.advance(.milliseconds(100))
            }
            var waiting: [RawClient] = []
            for _ in 0..<60 {
                let client = try await server.connect()
                try await client.send(Self.get("/work"))
                await valve.reached()
                waiting.append(client)
            }
            // The average follows at each end of a request.
            for _ in 0..<30 { #expect(try await ask("/quick").status == 200) }
            // Fifteen seconds of all of the CPU.
            usage.add(15_000_000_000, ordering: .relaxed)
            clock.advance(.seconds(15))
            let shed = try await ask("/quick")
            #expect(shed.status == 503)
            #expect(shed["retry-after"] == "1")
            #expect(try await ask("/always").status == 200)
            for _ in waiting { valve.open() }
            for client in waiting { #expect(try await client.response()?.text == "done") }
        }
    }

    @Test("answers bear what keeps browsers from doing harm; a route changes it or takes it off")
    func securityHeaders() async throws {
        try await TestServer.run(
            settings: { $0.chain.server = "swift" },
            routes: { routes in
                routes.handle(.get, "/plain") { _, _ in .text("plain") }
                routes.handle(.get, "/own") { _, _ in
                    Response.text("own").with(["X-Frame-Options": "ALLOWALL", "Server": "own"])
                }
                routes.handle(.get, "/framed", options: RouteOptions(securityHeaders: SecurityHeaders(frames: .any))) {
                    _, _ in .text("framed")
                }
                routes.handle(.get, "/bare", options: RouteOptions(securityHeaders: SecurityHeaders(isOn: false))) {
                    _, _ in
                    .text("bare")
                }
            }
        ) { server in
            let client = try await server.connect()
            for path in ["/hello", "/plain", "/missing"] {
                try await client.send(Self.get(path))
                let response = try #require(try await client.response())
                #expect(response["x-content-type-options"] == "nosniff", "\(path)")
                #expect(response["referrer-policy"] == "strict-origin-when-cross-origin", "\(path)")
                #expect(response["x-frame-options"] == "SAMEORIGIN", "\(path)")
                #expect(response["content-security-policy"] == "frame-ancestors 'self'", "\(path)")
                #expect(response["server"] == "swift", "\(path)")
                // Never without TLS.
                #expect(response["strict-transport-security"] == nil)
            }
            try await client.send(Self.get("/own"))
            let own = try #require(try await client.response())
            #expect((own["x-frame-options"], own["server"]) == ("ALLOWALL", "own"))
            #expect(own["x-content-type-options"] == "nosniff")
            try await client.send(Self.get("/framed"))
            let framed = try #require(try await client.response())
            #expect(framed["x-frame-options"] == nil && framed["x-content-type-options"] == "nosniff")
            try await client.send(Self.get("/bare"))
            let bare = try #require(try await client.response())
            #expect(bare["x-content-type-options"] == nil && bare["server"] == "swift")
            try await client.send("GET /\u{1} HTTP/1.1\r\n\r\n")
            #expect(try await client.response()?["x-content-type-options"] == "nosniff")
        }
    }

    @Test("every stage can be taken off by the config")
    func switchedOff() async throws {
        try await TestServer.run(
            settings: {
                $0.chain.rateLimit = false
                $0.chain.maxInFlight = false
                $0.chain.cors = false
                $0.chain.compress = false
                $0.chain.breaker = false
                $0.chain.shedding = false
                $0.chain.securityHeaders = false
            },
            routes: { routes in
                routes.chain.rateLimit = false
                routes.chain.compress = false
                routes.add(
                    .get, "/", .async { _, _ in .text(String(repeating: "a", count: 5000)) },
                    options: RouteOptions(
                        crossOrigin: CrossOrigin(), rateLimit: RequestRate(1, per: .seconds(60)), maxInFlight: 1,
                        compress: true, rateLimits: [RequestRate(1, per: .seconds(60), by: .user)]))
            }
        ) { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                try await client.send(Self.get("/", "Origin: https://a.example\r\nAccept-Encoding: gzip\r\n"))
                let response = try #require(try await client.response())
                #expect(response.status == 200)
                #expect(response["access-control-allow-origin"] == nil)
                #expect(response["content-encoding"] == nil)
                #expect(response["x-content-type-options"] == nil)
            }
        }
    }

    @Test("a route that asks for nothing has no chain, and what is rendered before stays so")
    func free() throws {
        var settings = ChainSettings()
        settings.breaker = false
        settings.shedding = false
        settings.securityHeaders = false
        var routes = Routes()
        routes.respond(.get, "/fixed", .text("a"))
        routes.handle(.get, "/made") { _, _ in .text("b") }
        let bare = try Router(routes, chain: ServiceChain(settings, gauge: nil))
        #expect(bare.routes.allSatisfy { $0.chain == nil })
        let full = try Router(routes, chain: ServiceChain(ChainSettings(), gauge: CPUGauge { nil }))
        #expect(full.routes.map { $0.chain == nil } == [true, false])
        guard case .prepared(let prepared) = full.routes[0].endpoint else {
            Issue.record("no longer prepared")
            return
        }
        #expect(String(decoding: prepared.head, as: UTF8.self).contains("X-Content-Type-Options: nosniff\r\n"))
        // What depends on TLS can't be rendered before.
        settings.hsts = .seconds(1)
        settings.securityHeaders = true
        let secure = try Router(routes, chain: ServiceChain(settings, gauge: nil))
        #expect(secure.routes.allSatisfy { $0.chain != nil })
    }

    @Test("several rates of one route: the first that is used up refuses, and the fields tell of each")
    func rates() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(
                .get, "/", .immediate { _ in .text("in") },
                options: RouteOptions(rateLimits: [
                    RequestRate(4, per: .seconds(60)), RequestRate(2, per: .seconds(60), by: .header("X-API-Key")),
                ]))
        }) { server in
            let client = try await server.connect()
            func ask(_ key: String?) async throws -> RawResponse {
                try await client.send(Self.get("/", key.map { "X-Api-Key: \($0)\r\n" } ?? ""))
                return try #require(try await client.response())
            }
            let first = try await ask("one")
            #expect(first["ratelimit-policy"] == "\"default\";q=4;w=60, \"key\";q=2;w=60")
            #expect(first["ratelimit"] == "\"default\";r=3;t=15, \"key\";r=1;t=30")
            #expect(try await ask("one").status == 200)
            #expect(try await ask("one").status == 429)
            // Another key has its own; the address' four are used up with it.
            #expect(try await ask("two").status == 200)
            let refused = try await ask("two")
            #expect(refused.status == 429)
            #expect(refused["ratelimit"]?.hasPrefix("\"default\";r=0;t=") == true)
            #expect(refused["retry-after"] != nil)
        }
    }
}
