import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("Over HTTP/2 as over HTTP/1.1: what answers bear", .timeLimit(.minutes(10)))
struct HeaderStageTests {
    private static func routes(_ routes: inout Routes) {
        let strict = CrossOrigin(
            origins: ["https://app.example"], methods: ["GET", "POST"], headers: ["X-Token"], credentials: true,
            maxAge: .seconds(600))
        let limited = RouteOptions(crossOrigin: strict, rateLimit: RequestRate(1, per: .seconds(60)))
        routes.respond(.get, "/open", .text("open"), options: RouteOptions(crossOrigin: CrossOrigin(credentials: true)))
        routes.handle(.get, "/mine", options: RouteOptions(crossOrigin: strict)) { _, _ in .text("mine") }
        routes.handle(.post, "/mine", options: RouteOptions(crossOrigin: strict)) { _, _ in .text("said") }
        routes.handle(.get, "/refusing", options: limited) { _, _ in .text("once") }
        routes.handle(.get, "/none") { _, _ in .text("none") }
    }

    @Test("a page reads what its origin may, refusals too; any origin never gets the user's cookies")
    func crossOrigin() async throws {
        try await TestServer.overBoth(routes: Self.routes) { _, client in
            for origin in ["https://app.example", "https://evil.example", "null"] {
                let open = try await client.ask("/open", [("origin", origin)])
                #expect(open["access-control-allow-origin"] == "*")
                #expect(open["access-control-allow-credentials"] == nil)
                let mine = try await client.ask("/mine", [("origin", origin)])
                let isFriend = origin == "https://app.example"
                #expect(mine.status == 200 && mine["vary"] == "Origin")
                #expect(mine["access-control-allow-origin"] == (isFriend ? origin : nil))
                #expect(mine["access-control-allow-credentials"] == (isFriend ? "true" : nil))
                #expect(try await client.ask("/none", [("origin", origin)])["access-control-allow-origin"] == nil)
            }
            for status in [200, 429] {
                let answer = try await client.ask("/refusing", [("origin", "https://app.example")])
                #expect(answer.status == status)
                #expect(answer["access-control-allow-origin"] == "https://app.example")
            }
        }
    }

    @Test("OPTIONS: a preflight gets its permission or none, and what is no preflight an Allow")
    func options() async throws {
        try await TestServer.overBoth(routes: Self.routes) { _, client in
            func ask(_ path: String, _ origin: String, _ method: String, _ headers: String) async throws -> WireAnswer {
                try await client.ask(
                    "OPTIONS", path,
                    [
                        ("origin", origin), ("access-control-request-method", method),
                        ("access-control-request-headers", headers),
                    ])
            }
            let allowed = try await ask("/mine", "https://app.example", "POST", "x-token")
            #expect(allowed.status == 204)
            #expect(allowed["access-control-allow-origin"] == "https://app.example")
            #expect(allowed["access-control-allow-credentials"] == "true")
            #expect(allowed["access-control-max-age"] == "600")
            for (path, origin, method, headers) in [
                ("/mine", "https://evil.example", "POST", ""), ("/mine", "https://app.example", "DELETE", ""),
                ("/mine", "https://app.example", "POST", "x-other"), ("/none", "https://app.example", "GET", ""),
            ] {
                let refused = try await ask(path, origin, method, headers)
                #expect(refused.status == 204)
                #expect(refused["access-control-allow-origin"] == nil, "\(path) \(origin) \(method) \(headers)")
            }
            #expect(try await ask("/nowhere", "https://app.example", "GET", "").status == 404)
            let plain = try await client.ask("OPTIONS", "/mine")
            #expect(plain.status == 204 && plain["allow"] == "GET, HEAD, POST, OPTIONS")
            #expect(try await client.ask("OPTIONS", "/nowhere").status == 404)
            #expect(try await client.ask("OPTIONS", "*").status == 204)
            #expect(try await client.ask("PUT", "/mine")["allow"] == "GET, HEAD, POST, OPTIONS")
            let head = try await client.ask("HEAD", "/mine")
            #expect(head.status == 200 && head["content-length"] == "4" && head.body.isEmpty)
        }
    }

    @Test(
        "what keeps browsers from doing harm stands on every answer; HSTS, and cookies' Secure, over TLS",
        arguments: [false, true])
    func security(isSecure: Bool) async throws {
        let settings: (inout ServiceSettings) -> Void = { settings in
            settings.chain.server = "ours"
            settings.chain.hsts = .seconds(600)
        }
        let declare: (inout Routes) -> Void = { routes in
            routes.handle(.get, "/made") { _, context in
                try context.setCookie(SetCookie("session", "1"))
                try context.setCookie(SetCookie("theme", "dark", httpOnly: false))
                return .text("made")
            }
            routes.immediate(.get, "/now") { _ in Response.text("now").with(["X-Frame-Options": "ALLOWALL"]) }
            routes.respond(
                .get, "/framed", .text("framed"), options: RouteOptions(securityHeaders: SecurityHeaders(frames: .any)))
            routes.respond(
                .get, "/bare", .text("bare"), options: RouteOptions(securityHeaders: SecurityHeaders(isOn: false)))
            routes.handle(.get, "/fails") { _, _ in throw HTTPError.gone() }
        }
        try await TestServer.overBoth(isSecure: isSecure, settings: settings, routes: declare) { _, client in
            let hsts = isSecure ? "max-age=600" : nil
            for path in ["/hello", "/made", "/now", "/nowhere", "/fails", "/framed"] {
                let answer = try await client.ask(path)
                #expect(answer["x-content-type-options"] == "nosniff", "\(path)")
                #expect(answer["referrer-policy"] == "strict-origin-when-cross-origin", "\(path)")
                #expect(answer["server"] == "ours", "\(path)")
                #expect(answer["strict-transport-security"] == hsts, "\(path)")
                let frames = path == "/now" ? "ALLOWALL" : path == "/framed" ? nil : "SAMEORIGIN"
                #expect(answer["x-frame-options"] == frames, "\(path)")
                guard path == "/made" else { continue }
                let secure = isSecure ? "; Secure" : ""
                #expect(
                    answer["set-cookie"]
                        == "session=1; Path=/\(secure); HttpOnly; SameSite=Lax, theme=dark; Path=/\(secure); SameSite=Lax"
                )
            }
            let bare = try await client.ask("/bare")
            #expect(bare["x-content-type-options"] == nil && bare["strict-transport-security"] == nil)
        }
    }

    @Test("a trusted proxy's word counts for each request by itself, nobody else's does", arguments: [true, false])
    func proxies(isTrusted: Bool) async throws {
        let trusted = try SettingType<[TrustedPeer]>.peers.parse(isTrusted ? "loopback" : "10.0.0.0/8")
        let settings: (inout ServiceSettings) -> Void = { settings in
            settings.proxies.trusted = trusted
            settings.proxies.host = true
            settings.chain.hsts = .seconds(60)
        }
        let declare: (inout Routes) -> Void = { routes in
            routes.handle(.get, "/who") { _, context in
                let request = context.request
                return .text("\(request.remoteAddress) \(request.scheme) \(request.authority ?? "-")")
            }
            routes.respond(
                .get, "/limited", .text("in"), options: RouteOptions(rateLimit: RequestRate(1, per: .seconds(60))))
        }
        try await TestServer.overBoth(settings: settings, routes: declare) { _, client in
            let told = [
                ("x-forwarded-for", "6.6.6.6, 198.51.100.7"), ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "shop.example"),
            ]
            let answer = try await client.ask("/who", told)
            #expect(answer.text == (isTrusted ? "198.51.100.7 https shop.example" : "127.0.0.1 http localhost"))
            #expect((answer["strict-transport-security"] == "max-age=60") == isTrusted)
            #expect(try await client.ask("/who").text == "127.0.0.1 http localhost")
            for (address, status) in [
                ("198.51.100.7", 200), ("198.51.100.8", isTrusted ? 200 : 429), ("198.51.100.7", 429),
            ] {
                #expect(try await client.ask("/limited", [("x-forwarded-for", address)]).status == status)
            }
        }
    }

    @Test(
        "values and errors stand in the envelope, errors of the chain and the router too",
        arguments: [Envelope.ErrorStatus.own, .ok])
    func envelope(_ errors: Envelope.ErrorStatus) async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.envelope = Envelope(errorStatus: errors)
            routes.handle(.get, "/value") { _, _ in .json(["a"]) }
            routes.handle(.get, "/coded") { _, _ in throw HTTPError(.conflict, detail: "sold", code: 1017) }
            routes.handle(.get, "/broken") { _, _ in throw Unexpected() }
            routes.handle(.get, "/once", options: RouteOptions(rateLimit: RequestRate(1, per: .seconds(60)))) { _, _ in
                .json(1)
            }
        }
        try await TestServer.overBoth(routes: declare) { _, client in
            for (method, path, status, start) in [
                ("GET", "/value", 200, #"{"code":0,"msg":"ok","data":["a"]}"#),
                ("GET", "/coded", 409, #"{"code":1017,"msg":"sold"}"#), ("GET", "/nowhere", 404, #"{"code":404,"#),
                ("DELETE", "/value", 405, #"{"code":405,"#), ("GET", "/broken", 500, #"{"code":500,"#),
                ("GET", "/once", 200, #"{"code":0,"#), ("GET", "/once", 429, #"{"code":429,"#),
                ("GET", "/a/../b", 400, #"{"code":400,"#),
            ] {
                let answer = try await client.ask(method, path)
                #expect(answer.status == (errors == .ok ? 200 : status), "\(method) \(path)")
                #expect(answer.text.hasPrefix(start), "\(method) \(path)")
                #expect(answer["content-type"] == "application/json")
            }
            #expect(try await client.ask("/hello").text == "Hello")
        }
    }

    @Test("the service's hooks answer for what is not there, and say what errors are")
    func hooks() async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.hooks = ServiceHooks(
                notFound: { request, _ in .html("<h1>no \(request.path)</h1>", status: .notFound) },
                methodNotAllowed: { _, _ in .text("not so", status: .methodNotAllowed) },
                error: { error, _ in error is Unexpected ? HTTPError(.conflict, detail: "sold") : nil })
            routes.handle(.get, "/broken") { _, _ in throw Unexpected() }
        }
        try await TestServer.overBoth(routes: declare) { _, client in
            let missing = try await client.ask("/nowhere")
            #expect(missing.status == 404 && missing.text == "<h1>no /nowhere</h1>")
            let wrong = try await client.ask("DELETE", "/broken")
            #expect(wrong.status == 405 && wrong.text == "not so" && wrong["allow"] == "GET, HEAD, OPTIONS")
            #expect(missing["x-content-type-options"] == "nosniff" && wrong["x-content-type-options"] == "nosniff")
            #expect(try await client.ask("/broken").status == 409)
        }
    }

    @Test("caching is said once, privately behind auth")
    func cache() async throws {
        let authentication = try SchemeFixture.authentication()
        let declare: (inout Routes) -> Void = { routes in
            routes = Routes(authentication: authentication)
            routes.respond(.get, "/open", .text("open"), options: RouteOptions(cache: .seconds(60)))
            routes.respond(
                .get, "/mine", .text("mine"), options: RouteOptions(cache: .seconds(60), auth: ["tokens"]))
            routes.handle(.get, "/gone", options: RouteOptions(cache: .seconds(60))) { _, _ in throw HTTPError.gone() }
        }
        try await TestServer.overBoth(routes: declare) { (_, client) async throws in
            #expect(try await client.ask("/open")["cache-control"] == "max-age=60")
            let token = [("authorization", "Bearer ok-ann")]
            #expect(try await client.ask("/mine", token)["cache-control"] == "private, max-age=60")
            #expect(try await client.ask("/mine")["cache-control"] == nil)
            #expect(try await client.ask("/gone")["cache-control"] == nil)
        }
    }

    private struct Unexpected: Error {}
}
