import HTTPTypes
import NIOCore
import Testing

@testable import GatewayRuntime

@Suite("Over HTTP/2 as over HTTP/1.1: who may come", .timeLimit(.minutes(10)))
struct AuthStageTests {
    private static func routes(_ authentication: Authentication) -> (inout Routes) -> Void {
        { routes in
            routes = Routes(authentication: authentication)
            for (name, schemes) in [
                ("machine", ["machine"]), ("people", ["people"]), ("partner", ["partner"]), ("tokens", ["tokens"]),
                ("any", ["machine", "people", "partner", "tokens"]),
            ] {
                let options = RouteOptions(auth: schemes)
                routes.handle(.get, "/\(name)", options: options) { _, context in
                    .text("\(context.identity?.scheme ?? "?") \(context.identity?.subject ?? "?")")
                }
            }
            routes.add(
                .post, "/partner",
                .async { request, context in
                    .text("\(context.identity?.subject ?? "?") \(try await request.body.collect().count)")
                }, options: RouteOptions(auth: ["partner"]))
            routes.respond(.get, "/ready", .text("ready"), options: RouteOptions(auth: ["tokens"]))
        }
    }

    @Test("each way knows its own, wherever the credentials stand; nobody else is let in")
    func kinds() async throws {
        let authentication = try SchemeFixture.authentication()
        let basic = "Basic \(Base64.encode(Array("ann:pass:word".utf8)))"
        try await TestServer.overBoth(routes: Self.routes(authentication)) { _, client in
            for (path, headers, answer) in [
                ("/machine", [("x-api-key", "key-1")], "machine robot"), ("/machine?key=key-1", [], "machine robot"),
                ("/people", [("authorization", basic)], "people ann"),
                ("/tokens", [("authorization", "Bearer ok-bob")], "tokens bob"),
                // Over HTTP/2 a browser sends its cookies in crumbs.
                ("/tokens", [("cookie", "a=b; t=ok-eve")], "tokens eve"),
                ("/any", [("authorization", basic)], "people ann"), ("/any", [("x-api-key", "key-1")], "machine robot"),
                ("/ready", [("authorization", "Bearer ok-bob")], "ready"),
            ] as [(String, [(String, String)], String)] {
                let known = try await client.ask(path, headers)
                #expect(known.status == 200 && known.text == answer, "\(path)")
                let nobody = try await client.ask(String(path.prefix { $0 != "?" }))
                #expect(nobody.status == 401 && nobody["www-authenticate"] != nil, "\(path)")
            }
            let challenges = try await client.ask("/any")["www-authenticate"] ?? ""
            for name in ["ApiKey", "Basic", "HMAC-SHA256", "Bearer"] { #expect(challenges.contains("\(name) realm=")) }
            for (path, headers, status) in [
                ("/machine", [("x-api-key", "key-2")], 401), ("/people", [("authorization", "Basic x")], 401),
                ("/tokens", [("authorization", "Bearer no")], 401), ("/tokens", [("x-api-key", "key-1")], 401),
                ("/tokens", [("authorization", "Bearer down")], 503),
            ] {
                let refused = try await client.ask(path, headers)
                #expect(refused.status == status, "\(path) \(headers)")
                #expect((refused["retry-after"] != nil) == (status == 503))
            }
        }
    }

    @Test("a signed request is taken once, with its body, and not a second time")
    func signed() async throws {
        try await Wire.expectSame { wire in
            let authentication = try SchemeFixture.authentication()
            return try await TestServer.run(over: wire, routes: Self.routes(authentication)) { _, client in
                let request = try SchemeFixture.signed(.post, "/partner?b=c", body: "{}")
                let value = [("authorization", request.header(.authorization) ?? "")]
                let other = try SchemeFixture.signed(.post, "/partner?b=c", body: "{}", nonce: "fedcba9876543210")
                let changed = [("authorization", other.header(.authorization) ?? "")]
                #expect(try await client.ask("POST", "/partner?b=c", changed, body: Array("{ }".utf8)).status == 401)
                #expect(try await client.ask("POST", "/partner?b=d", value, body: Array("{}".utf8)).status == 401)
                let zipped = value + [("content-encoding", "gzip")]
                let body = DecompressionTests.compressed(Array("{}".utf8))
                #expect(try await client.ask("POST", "/partner?b=c", zipped, body: body).text == "acme 2")
                #expect(try await client.ask("POST", "/partner?b=c", value, body: Array("{}".utf8)).status == 401)
            }
        }
    }

    @Test(
        "a WebSocket behind auth: the token as a subprotocol, in a header or a cookie; others are refused before it opens"
    )
    func webSocket() async throws {
        try await Wire.expectSame { wire in
            let authentication = try SchemeFixture.authentication()
            let group = HubLoopGroup(threads: 1)
            let hub = Hub<WebSocketMessage>("live", HubSettings())
            hub.attach(group)
            let refusing = Middleware { request, context, next in
                let response = try await next(request, context)
                return context.identity?.subject == "eve" ? .text("not you", status: .forbidden) : response
            }
            let options = RouteOptions(auth: ["tokens"], use: [refusing])
            let answers = try await TestServer.run(
                over: wire, hubs: [hub], settings: { $0.timeouts.drain = .milliseconds(100) },
                routes: { routes in
                    routes = Routes(authentication: authentication)
                    routes.webSocket(
                        "/ws", hub: hub, handler: ClosureHandler(), options: options, input: LiveHub.admission)
                }
            ) { _, client in
                #expect(try await client.socket("/ws").answer().status == 401)
                let evil = [("sec-websocket-protocol", "bearer, ok-eve")]
                let refused = try await client.socket("/ws", evil).answer()
                #expect(refused.status == 403 && refused.text == "not you")
                let foreign = [("authorization", "Bearer ok-ann"), ("origin", "https://elsewhere.example")]
                #expect(try await client.socket("/ws", foreign).answer().status == 403)
                let opened = try await client.socket("/ws", [("sec-websocket-protocol", "bearer, ok-ann")]).begin()
                #expect(opened.isSwitched && opened["sec-websocket-protocol"] == "bearer")
                for (name, value) in [("authorization", "Bearer ok-ann"), ("cookie", "t=ok-ann")] {
                    #expect(try await client.socket("/ws", [(name, value)]).begin().isSwitched, "\(name)")
                }
            }
            group.stop()
            return answers.filter { !$0.isSwitched }
        }
    }

    @Test("middlewares stand before auth and behind it, in the same order")
    func order() async throws {
        let authentication = try SchemeFixture.authentication()
        func note(_ name: String) -> Middleware {
            Middleware { request, context, next in
                var response = try await next(request, context)
                response.headers.append(HTTPField(name: .via, value: "\(name)(\(context.identity?.subject ?? "?"))"))
                return response
            }
        }
        let options = RouteOptions(before: [note("a"), note("b")], auth: ["tokens"], use: [note("c")])
        try await TestServer.overBoth(routes: { routes in
            routes = Routes(authentication: authentication)
            routes.handle(.get, "/", options: options) { _, _ in .text("in") }
        }) { _, client in
            #expect(try await client.ask("/").status == 401)
            let answer = try await client.ask("/", [("authorization", "Bearer ok-ann")])
            #expect(answer["via"] == "c(ann), b(?), a(?)")
        }
    }
}

extension WireAnswer {
    /// A WebSocket is open: 101, or on a stream of its own 200.
    fileprivate var isSwitched: Bool { status == 101 || status == 200 }
}
