import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("A service asked in its own process", .timeLimit(.minutes(10)))
struct TestClientTests {
    private struct Desk: ServiceAPI {
        struct Config: ServiceConfig {
            init(settings: ServiceSettings) {}
        }

        struct Hubs: ServiceHubs {
            let chat = Hub<WebSocketMessage>("chat", HubSettings())
            init(_ settings: ServiceSettings) {}
            var all: [any AnyHub] { [chat] }
        }

        struct Broken: Error {}

        let hubs = Hubs(ServiceSettings())

        static var descriptor: ServiceDescriptor { ServiceDescriptor(name: "desk", title: "Desk", version: "1") }
        static var authSchemes: [AuthScheme] { [.apiKey("robot")] }

        var hooks: ServiceHooks {
            ServiceHooks(error: { error, _ in error is Broken ? HTTPError(.conflict, detail: "broken") : nil })
        }

        func register(on routes: inout Routes) {
            routes.envelope = Envelope()
            routes.respond(.get, "/", .text("desk"), options: RouteOptions(crossOrigin: CrossOrigin()))
            routes.handle(.get, "/items/{id}", options: RouteOptions(cache: .seconds(60))) { reader, _ in
                let id = reader.integer("id", in: .path, as: Int.self)
                try reader.finish()
                return .json(id ?? 0)
            }
            let mine = RouteOptions(
                maxBody: 1000, rateLimit: RequestRate(1, per: .seconds(60), by: .user), auth: ["robot"],
                use: [
                    Middleware { request, context, next in
                        context.addHeader("X-Seen", context.identity?.subject ?? "-")
                        return try await next(request, context)
                    }
                ])
            routes.add(.post, "/mine", .async { request, _ in .bytes(try await request.body.collect()) }, options: mine)
            routes.handle(.get, "/broken") { _, _ in throw Broken() }
            routes.handle(.get, "/events") { _, _ in
                .events(EventStream<Int> { events in for count in 1...2 { try await events.send(count) } })
            }
            routes.webSocket("/ws", hub: hubs.chat, handler: ClosureHandler(), options: mine) { _ in
                HubAdmission(input: "", user: nil, room: "main")
            }
        }
    }

    private static func client() throws -> TestClient {
        let key = HexText.encode(SHA256.hash(Array("key".utf8)))
        return try TestClient(Desk(), settings: .test("auth: { robot: { keys: [\"r2:sha256:\(key)\"] } }"))
    }

    private static let key: HTTPFields = [.init("X-API-Key") ?? .authorization: "key"]

    @Test("routing, decoding, handlers, envelope and hooks are those of the service")
    func answers() async throws {
        let client = try Self.client()
        #expect(await client.send(.get, "/").text == "desk")
        let item = await client.send(.get, "/items/7")
        #expect(item.status == .ok && item.text == #"{"code":0,"msg":"ok","data":7}"#)
        #expect(item.headers[.cacheControl] == "max-age=60")
        #expect(await client.send(.get, "/items/x").text.hasPrefix(#"{"code":422,"#))
        let broken = await client.send(.get, "/broken")
        #expect(broken.status == .conflict && broken.text == #"{"code":409,"msg":"broken"}"#)
        #expect(await client.send(.get, "/nowhere").status == .notFound)
        #expect(await client.send(.get, "/a/../b").status == .badRequest)
        let wrong = await client.send(.delete, "/items/7")
        #expect(wrong.status == .methodNotAllowed && wrong.headers[.allow] == "GET, HEAD, OPTIONS")
        let head = await client.send(.head, "/items/7")
        #expect(head.status == .ok && head.bytes.isEmpty)
        #expect(await client.send(.get, "/events").text == "data: 1\n\ndata: 2\n\n")
    }

    @Test("auth, middlewares, limits and decompression stand before handlers; rates don't count")
    func guarded() async throws {
        let client = try Self.client()
        let nobody = await client.send(.post, "/mine", json: 7)
        #expect(nobody.status == .unauthorized && nobody.headers[.wwwAuthenticate] == #"ApiKey realm="robot""#)
        for _ in 0..<3 {
            let answer = await client.send(.post, "/mine", headers: Self.key, json: "text")
            #expect(answer.text == "\"text\"")
            #expect(HTTPField.Name("X-Seen").flatMap { answer.headers[$0] } == "r2")
        }
        #expect(
            await client.send(.post, "/mine", headers: Self.key, body: [UInt8](repeating: 7, count: 1001)).status
                == .contentTooLarge)
        var zipped = Self.key
        zipped[.contentEncoding] = "gzip"
        let body = DecompressionTests.compressed(Array("zipped".utf8))
        #expect(await client.send(.post, "/mine", headers: zipped, body: body).text == "zipped")
    }

    @Test("pages of other origins, security headers, and WebSockets as far as their handshake")
    func more() async throws {
        let client = try Self.client()
        let page = await client.send(.get, "/", headers: [.origin: "https://a.example"])
        #expect(page.headers[.accessControlAllowOrigin] == "*")
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        let asked = await client.send(
            .options, "/", headers: [.origin: "https://a.example", .accessControlRequestMethod: "GET"])
        #expect(asked.status == .noContent && asked.headers[.accessControlAllowMethods] == "GET")
        let upgrade: HTTPFields = [.upgrade: "websocket"]
        #expect(await client.send(.get, "/ws", headers: upgrade).status == .unauthorized)
        #expect(await client.send(.get, "/ws", headers: upgrade.merged(Self.key)).status == .switchingProtocols)
        #expect(await client.send(.get, "/ws").status.code == 426)
    }

    @Test("a service whose secrets are missing is not made, and settings say what is wrong with them")
    func wrong() throws {
        #expect(throws: SettingError.self) { try TestClient(Desk()) }
        #expect { try ServiceSettings.test("limits: { body: much }") } throws: { "\($0)".contains("test.yaml:1:17") }
    }
}

extension HTTPFields {
    fileprivate func merged(_ other: HTTPFields) -> HTTPFields {
        var fields = self
        for field in other { fields.append(field) }
        return fields
    }
}
