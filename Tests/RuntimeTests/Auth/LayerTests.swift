import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("middleware and auth around routes", .timeLimit(.minutes(10)))
struct LayerTests {
    /// Says that it was passed, before and after.
    private static func note(_ name: String, _ notes: Notes) -> Middleware {
        Middleware { request, context, next in
            notes.add("\(name)(\(context.identity?.subject ?? "?"))")
            var response = try await next(request, context)
            notes.add("/\(name)")
            response.headers.append(HTTPField(name: .via, value: name))
            return response
        }
    }

    private final class Notes: Sendable {
        private let list = Guarded<[String]>([])
        func add(_ note: String) { list.withLock { $0.append(note) } }
        var all: [String] { list.withLock { $0 } }
    }

    private static func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    @Test("what stands before auth sees everyone, what stands behind it whom it knows; the order is the spec's")
    func order() async throws {
        let notes = Notes()
        let options = RouteOptions(
            before: [Self.note("a", notes), Self.note("b", notes)], auth: ["tokens"], use: [Self.note("c", notes)])
        let authentication = try SchemeFixture.authentication()
        try await TestServer.run(routes: { routes in
            routes = Routes(authentication: authentication)
            routes.add(.get, "/", .immediate { _ in .text("in") }, options: options)
        }) { server in
            let client = try await server.connect()
            try await client.send(Self.get("/"))
            let refused = try #require(try await client.response())
            #expect(refused.status == 401)
            #expect(refused["www-authenticate"] == #"Bearer realm="tokens""#)
            #expect(notes.all == ["a(?)", "b(?)"])
            try await client.send(Self.get("/", "Authorization: Bearer ok-ann\r\n"))
            let response = try #require(try await client.response())
            #expect(response.text == "in")
            #expect(notes.all.dropFirst(2) == ["a(?)", "b(?)", "c(ann)", "/c", "/b", "/a"])
        }
    }

    @Test("a route for everyone gets who it is, or nobody; users are counted by name, nobody by address")
    func optional() async throws {
        let authentication = try SchemeFixture.authentication()
        try await TestServer.run(routes: { routes in
            routes = Routes(authentication: authentication)
            let rate = RequestRate(2, per: .seconds(3600), by: .user)
            routes.handle(
                .get, "/", options: RouteOptions(rateLimit: rate, auth: ["tokens"], authOptional: true)
            ) { reader, context in
                #expect(reader.optionalIdentity == context.identity)
                return .text(reader.optionalIdentity?.subject ?? "nobody")
            }
        }) { server in
            let client = try await server.connect()
            for (header, text) in [
                ("", "nobody"), ("Authorization: Bearer ok-ann\r\n", "ann"), ("", "nobody"), ("", nil),
                ("Authorization: Bearer ok-ann\r\n", "ann"), ("Authorization: Bearer ok-ann\r\n", nil),
                ("Authorization: Bearer ok-bob\r\n", "bob"),
            ] as [(String, String?)] {
                try await client.send(Self.get("/", header))
                let response = try #require(try await client.response())
                #expect(response.status == (text == nil ? 429 : 200))
                if let text { #expect(response.text == text) }
            }
            try await client.send(Self.get("/", "Authorization: Bearer wrong\r\n"))
            #expect(try await client.response()?.status == 401)
        }
    }

    @Test("every kind of route is guarded", arguments: ["/text", "/file", "/now", "/handler"])
    func kinds(path: String) async throws {
        let authentication = try SchemeFixture.authentication()
        try await TestServer.run(routes: { routes in
            routes = Routes(authentication: authentication)
            let options = RouteOptions(auth: ["tokens"])
            if let text = PreparedResponse(.text("ok")) {
                routes.add(.get, "/text", .prepared(text), options: options)
            }
            routes.add(.get, "/file", .file(OneFile()), options: options)
            routes.add(.get, "/now", .immediate { _ in .text("ok") }, options: options)
            routes.handle(.get, "/handler", options: options) { reader, _ in
                .text(try reader.claim("sub") == "ann" && reader.claim("level") == "3" ? "ok" : "?")
            }
        }) { server in
            let client = try await server.connect()
            try await client.send(Self.get(path))
            #expect(try await client.response()?.status == 401)
            try await client.send(Self.get(path, "Authorization: Bearer ok-ann\r\n"))
            #expect(try await client.response()?.text == "ok")
        }
    }

    private struct OneFile: FileEndpoint {
        func cached(_ request: Request) -> Response? { nil }
        func respond(_ request: Request) throws -> Response { .text("ok") }
    }

    @Test("a WebSocket is refused before the upgrade, and answers the subprotocol that brought the token")
    func webSocket() async throws {
        let authentication = try SchemeFixture.authentication()
        let endpoint = CountingEndpoint()
        try await TestServer.run(routes: { routes in
            routes = Routes(authentication: authentication)
            let refusing = Middleware { request, context, next in
                let response = try await next(request, context)
                return context.identity?.subject == "eve" ? .text("not you", status: .forbidden) : response
            }
            routes.add(
                .webSocket, "/ws", .webSocket(endpoint), options: RouteOptions(auth: ["tokens"], use: [refusing]))
        }) { server in
            let client = try await server.connect()
            try await client.send(UpgradeTests.handshake())
            #expect(try await client.response()?.status == 401)
            #expect(endpoint.admitted == 0)
            try await client.send(UpgradeTests.handshake { $0["Sec-WebSocket-Protocol"] = "bearer, ok-eve" })
            let refused = try #require(try await client.response())
            #expect(refused.status == 403 && refused.text == "not you")
            #expect(endpoint.admitted == 1 && endpoint.abandoned == 1)
            try await client.send(UpgradeTests.handshake { $0["Sec-WebSocket-Protocol"] = "bearer, ok-ann" })
            let accepted = try #require(try await client.response())
            #expect(accepted.status == 101)
            #expect(accepted["sec-websocket-protocol"] == "bearer")
        }
    }

    @Test("a route that asks for a scheme that isn't there keeps the server from starting")
    func unready() {
        var routes = Routes()
        routes.add(.get, "/secret", .immediate { _ in .text("in") }, options: RouteOptions(auth: ["member"]))
        #expect { try Router(routes) } throws: { "\($0)".contains("GET /secret asks for 'member'") }
    }

    @Test("claims of another type than the spec's are 403")
    func claims() throws {
        let identity = Identity(scheme: "m", subject: "ann", claims: ["level": "high"])
        let reader = RequestReader(try .test(.get, "/"), identity: identity)
        #expect(try RequestReader(.test(.get, "/")).optionalClaims(Level.self) == nil)
        #expect { try reader.optionalClaims(Level.self) } throws: { ($0 as? HTTPError)?.status == .forbidden }
        #expect(try reader.claims(Level.self, from: ["level": 3]) == Level(level: 3))
        #expect { try reader.claims(Level.self) } throws: { ($0 as? HTTPError)?.status == .forbidden }
        #expect { try reader.claim("nothing") } throws: { ($0 as? HTTPError)?.status == .forbidden }
        #expect { try RequestReader(.test(.get, "/")).identity() } throws: {
            ($0 as? HTTPError)?.status == .unauthorized
        }
    }

    @Test("a scheme whose tokens must say something lets nobody in who doesn't, by a type of the code or of a table")
    func checkedClaims() async throws {
        let level = ObjectSchema.Field(name: "level", type: .integer(.int, atLeast: 4, atMost: nil))
        let table = TypeTable(["Level": .object(ObjectSchema(fields: [level]))])
        let scheme = AuthScheme.token("tokens", verifier: SchemeFixture.Tokens())
        let request = try Request.test(.get, "/", headers: [.authorization: "Bearer ok-ann"])
        for (scheme, isIn) in [
            (scheme.claims(Level.self), true), (scheme.claims(.named("Level"), in: table), false),
            (scheme.claims(.named("Other"), in: table), true),
        ] {
            let ready = try Authentication([scheme], settings: ServiceSettings(), logger: LogLines().logger)
            var request = request
            let gate = try #require(ready.gate(["tokens"]))
            do {
                #expect(try await gate.identify(&request)?.subject == "ann" && isIn)
            } catch let error as HTTPError {
                #expect(error.status == .forbidden && !isIn)
                #expect(error.detail?.contains("level must be at least 4") == true, "\(error.detail ?? "")")
            }
        }
    }

    @Test("files, answers, redirects and presence are guarded, and kept by nobody but the client")
    func declared() async throws {
        let files = try FileTree()
        try files.write("page.html", "page")
        let path = files.path
        let authentication = try SchemeFixture.authentication()
        let options = RouteOptions(cache: .seconds(60), auth: ["tokens"])
        try await TestServer.run(routes: { routes in
            routes = Routes(root: path, authentication: authentication)
            routes.file(.get, "/file", "page.html", cache: .seconds(60), options: options)
            routes.directory(.get, "/dir/{rest*}", ".", cache: .seconds(60), options: options)
            routes.respond(.get, "/text", .text("text"), options: options)
            routes.redirect(.get, "/away", to: "/", options: options)
            routes.presence(.get, "/rooms", of: Hub<WebSocketMessage>("h"), options: options)
        }) { server in
            for (path, status, cache) in [
                ("/file", 200, "private, max-age=60"), ("/dir/page.html", 200, "private, max-age=60"),
                ("/text", 200, "private, max-age=60"), ("/away", 302, nil), ("/rooms", 200, "no-store"),
            ] {
                let client = try await server.connect()
                try await client.send(Self.get(path))
                #expect(try await client.response()?.status == 401, "\(path)")
                try await client.send(Self.get(path, "Authorization: Bearer ok-ann\r\n"))
                let response = try #require(try await client.response())
                #expect(response.status == status, "\(path)")
                #expect(response["cache-control"] == cache, "\(path)")
            }
        }
    }

    private struct Level: JSONDecodable, Equatable {
        var level: Int
        init(level: Int) { self.level = level }
        init(from json: inout JSONReader) throws(DecodingFailure) {
            guard let value = try json.any(), case .integer(let number)? = value["level"] else {
                throw .invalid
            }
            level = Int(number)
        }
    }
}

extension RequestReader {
    fileprivate func claims<Value: JSONDecodable>(_ type: Value.Type, from claims: [String: JSONValue]) throws -> Value
    {
        try RequestReader(request, identity: Identity(claims: claims)).claims(Value.self)
    }
}
