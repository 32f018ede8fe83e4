import GatewayRuntime
import GatewaySpec
import Testing

@testable import Gateway

@Suite("stages of the chain that a spec asks for")
struct StageTests {
    private static let text = """
        envelope: { message: message, errors: ok }
        rateLimit: [100/s, { rate: 5/s, burst: 2, by: header X-API-Key }]
        shed: false
        routes:
          GET /quiet:
            respond: { text: quiet }
            breaker: false
            decompress: false
            securityHeaders: { frames: any, referrer: no-referrer }
          GET /bare: { respond: { text: bare }, securityHeaders: false, rateLimit: 1/s }
        """

    @Test("a route's stages are those of the spec, the nearest wins")
    func options() throws {
        let routes = try spec(Self.text).routes
        let quiet = RouteOptions(routes[0])
        #expect(
            quiet.rateLimits == [
                RequestRate(100, per: .seconds(1)),
                RequestRate(5, per: .seconds(1), burst: 2, by: .header("X-API-Key")),
            ])
        #expect((quiet.breaker, quiet.shed, quiet.decompress) == (false, false, false))
        #expect(quiet.securityHeaders == GatewayRuntime.SecurityHeaders(frames: .any, referrerPolicy: .noReferrer))
        let bare = RouteOptions(routes[1])
        #expect(bare.rateLimits == [RequestRate(1, per: .seconds(1))])
        #expect((bare.breaker, bare.shed, bare.decompress) == (true, false, true))
        #expect(bare.securityHeaders?.isOn == false)
    }

    @Test("the envelope is the spec's")
    func envelope() throws {
        var routes = Routes()
        GatewayService(try spec(Self.text)).register(on: &routes)
        #expect(routes.envelope == GatewayRuntime.Envelope(message: "message", errorStatus: .ok))
    }
}
