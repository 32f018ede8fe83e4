import Testing

@testable import GatewayRuntime

@Suite("Router")
struct RouterTests {
    static func router(_ routes: [String]) throws -> Router {
        var result = Routes()
        for route in routes {
            let parts = route.split(separator: " ")
            let method = try #require(RouteMethod(rawValue: String(parts[0])))
            result.add(method, String(parts[1]), .immediate { _ in .text(route) }, name: route)
        }
        return try Router(result)
    }

    /// What the router says of a request line, in a few words.
    static func answer(_ router: Router, _ line: String, upgrade: Bool = false) throws -> String {
        let parts = line.split(separator: " ", maxSplits: 1)
        let method = try #require(HTTPRequest.Method(String(parts[0])))
        let fields: HTTPFields = upgrade ? [.connection: "Upgrade", .upgrade: "websocket"] : [:]
        let head = RequestHead(method: method, target: String(parts[1]), fields: fields)
        let target: RequestTarget
        do { target = try RequestTarget(head) } catch { return "400" }
        switch router.match(head, target) {
        case .found(let route, let captures):
            let values = captures.parameters(target, head)
            let named = values.names.map { " \($0)=\(values[$0] ?? "?")" }.joined()
            return (route.info.name ?? "") + named
        case .notFound: return "404"
        case .methodNotAllowed(let allow): return "405 \(allow)"
        case .options(let allow): return "204 \(allow)"
        case .upgradeRequired: return "426"
        }
    }

    static let routes = [
        "GET /", "GET /rooms", "POST /rooms", "GET /rooms/{room}", "GET /rooms/main", "POST /rooms/{room}/messages",
        "GET /rooms/{room}/messages/{id}", "GET /files/{rest*}", "GET /files/{name}", "WS /ws", "WS /ws/{room}",
        "GET /both", "WS /both", "ANY /any", "GET /any", "ANY /old/{rest*}", "DELETE /rooms/main", "PATCH /{a}/{b}/{c}",
        "OPTIONS /own", "GET /own", "HEAD /own",
    ]

    @Test(
        "requests find their routes",
        arguments: [
            ("GET /", "GET /"), ("HEAD /", "GET /"), ("OPTIONS /", "204 GET, HEAD, OPTIONS"),
            ("GET /rooms/", "GET /rooms"), ("PUT /rooms", "405 GET, HEAD, POST, OPTIONS"),
            ("GET /rooms/main", "GET /rooms/main"), ("GET /rooms/a", "GET /rooms/{room} room=a"),
            ("GET /rooms/a%2Fb", "GET /rooms/{room} room=a%2Fb"),
            ("GET /rooms/a%252fb", "GET /rooms/{room} room=a%252fb"),
            ("GET /rooms/%41%20%c3%a9", "GET /rooms/{room} room=A é"),
            ("POST /rooms/main/messages", "POST /rooms/{room}/messages room=main"),
            ("GET /rooms/main/messages/7", "GET /rooms/{room}/messages/{id} room=main id=7"),
            ("PUT /rooms/main", "405 GET, HEAD, DELETE, OPTIONS"),
            ("PATCH /rooms/x/messages", "PATCH /{a}/{b}/{c} a=rooms b=x c=messages"),
            ("GET /files", "GET /files/{rest*} rest="), ("GET /files/", "GET /files/{rest*} rest="),
            ("GET /files/a", "GET /files/{name} name=a"), ("GET /files/a/b.txt", "GET /files/{rest*} rest=a/b.txt"),
            ("GET /any", "GET /any"), ("BREW /any", "ANY /any"), ("OPTIONS /any", "ANY /any"),
            ("GET /old", "ANY /old/{rest*} rest="), ("TRACE /old/a/b", "ANY /old/{rest*} rest=a/b"),
            ("GET /ws", "426"), ("POST /ws", "405 GET, OPTIONS"), ("GET /ws/main", "426"), ("GET /both", "GET /both"),
            ("GET /none", "404"), ("BREW /rooms", "405 GET, HEAD, POST, OPTIONS"), ("OPTIONS /own", "OPTIONS /own"),
            ("HEAD /own", "HEAD /own"), ("GET /rooms/..", "400"), ("GET //rooms", "400"),
            ("GET /rooms?a=/../b", "GET /rooms"),
            ("OPTIONS *", "204 GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"), ("GET *", "400"),
            ("GET http://example.com/rooms", "GET /rooms"), ("GET http://example.com", "GET /"),
        ])
    func finds(line: String, expected: String) throws {
        #expect(try Self.answer(Self.router(Self.routes), line) == expected)
    }

    @Test(
        "a handshake goes to the WebSocket, and is a plain GET where there is none",
        arguments: [
            ("GET /ws", "WS /ws"), ("GET /ws/main", "WS /ws/{room} room=main"), ("GET /both", "WS /both"),
            ("GET /rooms", "GET /rooms"), ("POST /ws", "405 GET, OPTIONS"),
        ])
    func upgrades(line: String, expected: String) throws {
        #expect(try Self.answer(Self.router(Self.routes), line, upgrade: true) == expected)
    }

    @Test(
        "routes that can't be told apart, or are none, are refused by name",
        arguments: [
            (["GET /a/{x}", "GET /a/{y}"], "GET /a/{y} answers the same requests as GET /a/{x}"),
            (["GET /a", "GET /a/"], "GET /a/ answers the same requests as GET /a"),
            (["GET /a/{x*}/b"], "{x*} takes all the rest"), (["GET a"], "must start with a slash"),
            (["GET /a//b"], "empty segment"), (["GET /{x}/{x}"], "names {x} twice"), (["GET /a{x}"], "mixes text"),
            (["GET /{}"], "no parameter"), (["GET /a/.."], "segment \"..\""), (["GET /{x.y}"], "no parameter"),
        ])
    func refuses(routes: [String], message: String) {
        let error = #expect(throws: RouteError.self) { try Self.router(routes) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("the answers without a route have their headers")
    func answers() throws {
        #expect(RouteMatch.methodNotAllowed(allow: "GET, HEAD").response?.headers[.allow] == "GET, HEAD")
        #expect(RouteMatch.upgradeRequired.response?.headers[.upgrade] == "websocket")
        #expect(RouteMatch.upgradeRequired.response?.status.code == 426)
        #expect(RouteMatch.options(allow: "GET").response?.status.code == 204)
        #expect(RouteMatch.notFound.response?.contentType == "application/problem+json")
    }
}
