import GatewayDiagnostics
import GatewayRuntime
import GatewaySpec
import Testing

@testable import Gateway

@Suite("auth, policies and middlewares in the gateway")
struct GuardedTests {
    private static let text = """
        auth:
          member: { jwt: { algorithms: [HS512], issuer: me, from: [{ cookie: t }] }, claims: { sub: string } }
          unused: basic
          robot: apiKey
        middleware: [audit]
        routes:
          GET /open: { respond: { text: open } }
          GET /guarded:
            respond: { text: in }
            auth: [member, robot]
            timeout: 3s
            cors: { origins: ["https://a.example"], expose: [RateLimit], credentials: true, maxAge: 1m }
            rateLimit: { rate: 5/m, burst: 2, by: user }
            maxInFlight: 4
            compress: true
            cache: none
            priority: low
          GET /maybe: { respond: { text: maybe }, auth: [none, robot] }
          GET /audited: { respond: { text: audited }, use: audit, auth: robot }
          GET /handler: { handler: handle, use: audit }
          WS /ws: { hub: echo, use: audit }
        hubs:
          echo: { receives: text, sends: text }
        """

    @Test("a route's policies and schemes are those of the spec")
    func options() throws {
        let route = try #require(spec(Self.text).routes.first { $0.path.text == "/guarded" })
        let options = RouteOptions(route)
        #expect(options.auth == ["member", "robot"] && !options.authOptional)
        let maybe = RouteOptions(try #require(spec(Self.text).routes.first { $0.path.text == "/maybe" }))
        #expect(maybe.auth == ["robot"] && maybe.authOptional)
        #expect(options.timeout == .seconds(3))
        let cors = CrossOrigin(
            origins: ["https://a.example"], credentials: true, maxAge: .seconds(60), exposed: ["RateLimit"])
        #expect(options.crossOrigin == cors)
        #expect(options.rateLimits == [RequestRate(5, per: .seconds(60), burst: 2, by: .user)])
        #expect(options.maxInFlight == 4)
        #expect(options.compress)
        #expect(options.cache == .zero)
        #expect(options.priority == .low)
    }

    @Test("the schemes that routes ask for are made, and no others")
    func schemes() throws {
        #expect(GatewayService(try spec(Self.text)).authSchemes.map(\.name) == ["member", "robot"])
    }

    @Test("a route that nobody made ready keeps its router from being made: it is never left open")
    func neverOpen() throws {
        var routes = Routes()
        GatewayService(try spec(Self.text)).register(on: &routes)
        #expect(throws: RouteError.self) { try Router(routes) }
    }

    @Test("a middleware on a route that the gateway would serve is a warning with its place")
    func middleware() throws {
        let findings = GatewayFindings.findings(of: try spec(Self.text)).sorted
        #expect(findings.map(\.code.rawValue) == ["GEN0403", "GEN0403"])
        #expect(findings.map(\.severity) == [.warning, .warning])
        #expect(findings.first?.message.contains("'GET /audited' answers 501 here") == true)
        #expect(findings.last?.message.contains("'WS /ws' answers 501 here") == true)
    }

    @Test("explain says whom a route lets in, and that a middleware needs code")
    func explained() throws {
        let service = GatewayService(try spec(Self.text))
        #expect(service.explain(method: "GET", target: "/guarded").text.contains("for whom 'member' or 'robot' knows"))
        #expect(service.explain(method: "GET", target: "/audited").text.contains("501 here: the middleware 'audit'"))
        #expect(service.explain(method: "WS", target: "/ws").isFound)
    }
}
