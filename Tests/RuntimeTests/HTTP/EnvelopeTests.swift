import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("Envelopes and hooks", .timeLimit(.minutes(10)))
struct EnvelopeTests {
    private static func ask(_ server: TestServer, _ path: String, _ method: String = "GET") async throws -> RawResponse
    {
        let client = try await server.connect()
        try await client.send("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        return try #require(try await client.response())
    }

    private static func declare(_ routes: inout Routes) {
        routes.handle(.get, "/value") { _, _ in .json(["a", "b"]) }
        routes.handle(.get, "/empty") { _, _ in .empty() }
        routes.handle(.get, "/text") { _, _ in .text("text") }
        routes.handle(.get, "/coded") { _, _ in throw HTTPError(.conflict, detail: "sold \"out\"", code: 1017) }
        routes.handle(.get, "/items/{id}") { reader, _ in
            let id = reader.integer("id", in: .path, as: Int.self)
            try reader.finish()
            return .json(id ?? 0)
        }
        routes.handle(.get, "/broken") { _, _ in throw Unexpected() }
        routes.add(.get, "/limited", .async { _, _ in .json(1) }, options: RouteOptions(maxInFlight: 1))
    }

    private struct Unexpected: Error {}

    @Test("values are wrapped, and errors of handlers and of the runtime have the same form")
    func wrapped() async throws {
        try await TestServer.run(routes: { routes in
            routes.envelope = Envelope()
            Self.declare(&routes)
        }) { server in
            let value = try await Self.ask(server, "/value")
            #expect(value.text == #"{"code":0,"msg":"ok","data":["a","b"]}"#)
            #expect(value["content-type"] == "application/json")
            #expect(try await Self.ask(server, "/empty").status == 204)
            #expect(try await Self.ask(server, "/text").text == "text")
            let coded = try await Self.ask(server, "/coded")
            #expect(coded.status == 409)
            #expect(coded.text == #"{"code":1017,"msg":"sold \"out\""}"#)
            #expect(coded["content-type"] == "application/json")
            #expect(try await Self.ask(server, "/missing").text == #"{"code":404,"msg":"Not Found"}"#)
            let wrong = try await Self.ask(server, "/value", "DELETE")
            #expect(wrong.status == 405 && wrong["allow"] != nil)
            #expect(wrong.text.hasPrefix(#"{"code":405,"msg":"#))
            let invalid = try await Self.ask(server, "/items/x")
            #expect(invalid.text.contains(#""code":422"#) && invalid.text.contains(#""violations":["#))
            let broken = try await Self.ask(server, "/broken")
            #expect(broken.status == 500 && broken.text.contains(#""requestId":""#))
            #expect(!broken.text.contains("Unexpected"))
        }
    }

    @Test("other names, and 200 for clients that look into the envelope alone")
    func named() async throws {
        try await TestServer.run(routes: { routes in
            routes.envelope = Envelope(
                code: "err\"no", message: "message", data: "result", success: "", errorStatus: .ok)
            Self.declare(&routes)
        }) { server in
            #expect(try await Self.ask(server, "/value").text == #"{"err\"no":0,"message":"","result":["a","b"]}"#)
            let missing = try await Self.ask(server, "/missing")
            #expect(missing.status == 200)
            #expect(missing.text == #"{"err\"no":404,"message":"Not Found"}"#)
        }
    }

    @Test("without an envelope a code stands in the problem document")
    func plain() async throws {
        try await TestServer.run(routes: { Self.declare(&$0) }) { server in
            #expect(try await Self.ask(server, "/value").text == #"["a","b"]"#)
            let coded = try await Self.ask(server, "/coded")
            #expect(coded["content-type"] == "application/problem+json")
            #expect(coded.text.contains(#""code":1017"#))
        }
    }

    @Test("the service answers itself for what is not there, and says what its errors are for clients")
    func hooks() async throws {
        try await TestServer.run(routes: { routes in
            routes.hooks = ServiceHooks(
                notFound: { request, _ in .html("<h1>no \(request.path)</h1>", status: .notFound) },
                methodNotAllowed: { _, _ in .text("not so", status: .methodNotAllowed) },
                error: { error, context in
                    error is Unexpected ? HTTPError(.teapot, detail: "at \(context.route.pattern)") : nil
                })
            Self.declare(&routes)
        }) { server in
            let missing = try await Self.ask(server, "/nowhere")
            #expect(missing.status == 404 && missing.text == "<h1>no /nowhere</h1>")
            #expect(missing["content-type"]?.hasPrefix("text/html") == true)
            let wrong = try await Self.ask(server, "/value", "DELETE")
            #expect(wrong.status == 405 && wrong.text == "not so")
            #expect(wrong["allow"]?.contains("GET") == true)
            let mapped = try await Self.ask(server, "/broken")
            #expect(mapped.status == 418 && mapped.text.contains("at /broken"))
            #expect(try await Self.ask(server, "/coded").status == 409)
            #expect(try await Self.ask(server, "/items/x").status == 422)
            #expect(try await Self.ask(server, "/value", "OPTIONS").status == 204)
        }
    }
}

extension HTTPResponse.Status {
    fileprivate static let teapot = HTTPResponse.Status(code: 418, reasonPhrase: "I'm a teapot")
}
