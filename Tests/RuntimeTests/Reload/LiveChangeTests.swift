import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("Settings that change under a live server", .timeLimit(.minutes(10)))
struct LiveChangeTests {
    private static func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    private static func ask(_ client: RawClient, _ text: String) async throws -> RawResponse {
        try await client.send(text)
        return try #require(try await client.response())
    }

    /// Changes the settings of a server, and waits until the change holds.
    private static func change(
        _ server: TestServer, authentication: Authentication? = nil, _ body: (inout ServiceSettings) -> Void
    ) async throws {
        var settings = server.server.settings
        body(&settings)
        let change = try server.server.change(to: settings, authentication: authentication)
        await change.takesEffect()
    }

    @Test("an open connection's next request is held to the new limits, and the connection goes on")
    func limits() async throws {
        try await TestServer.run(routes: { routes in
            routes.handle(.post, "/echo") { _, _ in .text("taken") }
        }) { server in
            let client = try await server.connect()
            let post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde"
            let long = Self.get("/hello", "X-Long: \(String(repeating: "x", count: 600))\r\n")
            #expect(try await Self.ask(client, post).status == 200)
            #expect(try await Self.ask(client, long).status == 200)
            try await Self.change(server) { $0.limits.header = 512 }
            #expect(try await Self.ask(client, post).status == 200)
            try await Self.change(server) { $0.limits.body = 4 }
            #expect(try await Self.ask(client, post).status == 413)
            let other = try await server.connect()
            #expect(try await Self.ask(other, long).status == 431)
            try await Self.change(server) { $0.limits.body = 5 }
            #expect(try await Self.ask(try await server.connect(), post).status == 200)
        }
    }

    @Test("a shorter deadline holds for connections that wait already")
    func deadlines() async throws {
        let clock = HandClock()
        try await TestServer.run(clock: clock, settings: { $0.timeouts.idle = .seconds(3600) }) { server in
            let client = try await server.connect()
            #expect(try await Self.ask(client, Self.get("/hello")).status == 200)
            try await Self.change(server) { $0.timeouts.idle = .seconds(5) }
            #expect(try await Self.ask(client, Self.get("/hello")).status == 200)
            await server.pass(.seconds(6))
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("more or fewer connections are let in at once; those that are in stay")
    func connections() async throws {
        try await TestServer.run { server in
            let first = try await server.connect()
            let second = try await server.connect()
            for client in [first, second] { #expect(try await Self.ask(client, Self.get("/hello")).status == 200) }
            try await Self.change(server) { $0.limits.connections = 2 }
            #expect(try await server.connect().response()?.status == 503)
            try await Self.change(server) {
                $0.limits.connections = 3
                $0.limits.connectionsPerIP = 2
            }
            #expect(try await server.connect().response()?.status == 429)
            for client in [first, second] { #expect(try await Self.ask(client, Self.get("/hello")).status == 200) }
        }
    }

    @Test("a rate goes on counting where it stood, and is off when the chain says so")
    func rates() async throws {
        let clock = HandClock()
        let options = RouteOptions(rateLimit: RequestRate(2, per: .seconds(60)), maxInFlight: 10)
        try await TestServer.run(
            clock: clock, routes: { $0.handle(.get, "/rated", options: options) { _, _ in .text("ok") } }
        ) { server in
            let client = try await server.connect()
            for _ in 0..<2 { #expect(try await Self.ask(client, Self.get("/rated")).status == 200) }
            try await Self.change(server) { $0.chain.breakerFactor = 2 }
            #expect(try await Self.ask(client, Self.get("/rated")).status == 429)
            try await Self.change(server) { $0.chain.rateLimit = false }
            for _ in 0..<4 { #expect(try await Self.ask(client, Self.get("/rated")).status == 200) }
        }
    }

    @Test("a breaker that is on goes on, one that is switched off lets all pass; headers follow the settings")
    func breaker() async throws {
        let clock = HandClock()
        try await TestServer.run(
            clock: clock, chance: { 0 }, settings: { $0.threads = 1 },
            routes: { $0.handle(.get, "/flaky") { _, _ in throw HTTPError(.badGateway) } }
        ) { server in
            let client = try await server.connect()
            var statuses: Set<Int> = []
            for _ in 0..<30 { statuses.insert(try await Self.ask(client, Self.get("/flaky")).status) }
            #expect(statuses == [502, 503])
            try await Self.change(server) { $0.chain.frames = .none }
            let refused = try await Self.ask(client, Self.get("/flaky"))
            #expect(refused.status == 503)
            #expect(refused["x-frame-options"] == "DENY")
            #expect(try await Self.ask(client, Self.get("/hello"))["x-frame-options"] == "DENY")
            try await Self.change(server) { $0.chain.breaker = false }
            for _ in 0..<30 { #expect(try await Self.ask(client, Self.get("/flaky")).status == 502) }
        }
    }

    @Test("a proxy that becomes trusted is believed on the connection that it has already")
    func proxies() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(.get, "/who", .async { request, _ in .text(request.remoteAddress) })
        }) { server in
            let client = try await server.connect()
            let who = Self.get("/who", "X-Forwarded-For: 203.0.113.9\r\n")
            #expect(try await Self.ask(client, who).text == "127.0.0.1")
            try await Self.change(server) { $0.proxies.trusted = [TrustedPeer("127.0.0.1")].compactMap { $0 } }
            #expect(try await Self.ask(client, who).text == "203.0.113.9")
            try await Self.change(server) { $0.proxies.trusted = [] }
            #expect(try await Self.ask(client, who).text == "127.0.0.1")
        }
    }

    @Test("a request that is under way ends by the rules it began with")
    func underWay() async throws {
        let valve = Valve()
        try await TestServer.run(routes: { routes in
            routes.handle(.get, "/waits") { _, _ in
                await valve.wait()
                return .text("done")
            }
        }) { server in
            let client = try await server.connect()
            try await client.send(Self.get("/waits"))
            await valve.reached()
            try await Self.change(server) {
                $0.timeouts.request = .milliseconds(1)
                $0.chain.maxInFlight = false
            }
            valve.open()
            #expect(try await client.response()?.text == "done")
        }
    }

    @Test("a key that is taken out of the config opens nothing any more, and a new one does")
    func keys() async throws {
        func key(_ name: String) -> String { "\"\(name):sha256:\(HexText.encode(SHA256.hash(Array(name.utf8))))\"" }
        func settings(_ names: [String]) throws -> ServiceSettings {
            try SchemeFixture.settings("auth: { machine: { keys: [\(names.map(key).joined(separator: ", "))] } }")
        }
        let schemes = [AuthScheme.apiKey("machine")]
        let old = try Authentication(schemes, settings: try settings(["old"]), logger: LogLines().logger)
        try await TestServer.run(routes: { routes in
            routes = Routes(authentication: old)
            routes.handle(.get, "/secret", options: RouteOptions(auth: ["machine"])) { _, _ in .text("in") }
        }) { server in
            let client = try await server.connect()
            func status(_ key: String) async throws -> Int {
                try await Self.ask(client, Self.get("/secret", "X-API-Key: \(key)\r\n")).status
            }
            #expect(try await status("old") == 200)
            let both = try Authentication(
                schemes, settings: try settings(["old", "new"]), logger: LogLines().logger, clock: .system, former: old)
            try await Self.change(server, authentication: both) { _ in }
            #expect(try await status("old") == 200)
            #expect(try await status("new") == 200)
            let new = try Authentication(
                schemes, settings: try settings(["new"]), logger: LogLines().logger, clock: .system, former: both)
            try await Self.change(server, authentication: new) { _ in }
            #expect(try await status("old") == 401)
            #expect(try await status("new") == 200)
            #expect(throws: RouteError.self) {
                _ = try server.server.change(to: server.server.settings, authentication: Authentication())
            }
            #expect(try await status("new") == 200)
        }
    }

    @Test("a signed request that was taken before the keys changed is not taken again after")
    func nonces() async throws {
        func settings(_ more: String) throws -> ServiceSettings {
            try SchemeFixture.settings(
                "auth: { partner: { keys: [\"acme:\(SchemeFixture.signingSecret)\"\(more)] } }")
        }
        let schemes = [AuthScheme.signed("partner", skew: .seconds(60))]
        let clock = WallClock { 1000 }
        let old = try Authentication(schemes, settings: try settings(""), logger: LogLines().logger, clock: clock)
        func subject(_ authentication: Authentication, nonce: String) async throws -> String {
            var request = try SchemeFixture.signed(nonce: nonce)
            let gate = try #require(authentication.gate(["partner"]))
            return try await gate.identify(&request)?.subject ?? ""
        }
        #expect(try await subject(old, nonce: "0123456789abcdef") == "acme")
        let new = try Authentication(
            schemes, settings: try settings(", \"other:\(SchemeFixture.signingSecret)\""), logger: LogLines().logger,
            clock: clock, former: old)
        await #expect(throws: HTTPError.self) { _ = try await subject(new, nonce: "0123456789abcdef") }
        #expect(try await subject(new, nonce: "fedcba9876543210") == "acme")
    }
}
