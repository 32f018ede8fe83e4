import HTTPTypes
import NIOCore
import Testing

@testable import GatewayRuntime

@Suite("HTTP server", .timeLimit(.minutes(10)))
struct HTTPServerTests {
    @Test("a connection answers one request after another")
    func keepAlive() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            for _ in 0..<3 {
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                let response = try #require(try await client.response())
                #expect(response.status == 200)
                #expect(response.text == "Hello")
                #expect(response["connection"] == nil)
                #expect(response["date"]?.hasSuffix(" GMT") == true)
            }
        }
    }

    @Test("Connection: close and HTTP/1.0 end the connection, keep-alive in HTTP/1.0 keeps it")
    func persistence() async throws {
        try await TestServer.run { server in
            let closing = try await server.connect()
            try await closing.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try await closing.response()?["connection"] == "close")
            #expect(try await closing.rest().isEmpty)

            let old = try await server.connect()
            try await old.send("GET /hello HTTP/1.0\r\n\r\n")
            #expect(try await old.response()?.text == "Hello")
            #expect(try await old.rest().isEmpty)

            let kept = try await server.connect()
            for _ in 0..<2 {
                try await kept.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                #expect(try await kept.response()?["connection"] == "keep-alive")
            }
        }
    }

    @Test("requests sent without waiting are answered in their order, slow ones too")
    func pipelining() async throws {
        let gate = Signal()
        try await TestServer.run(routes: { routes in
            routes.add(
                .get, "/slow",
                .async { _, _ in
                    await gate.wait()
                    return .text("slow")
                })
        }) { server in
            let client = try await server.connect()
            let hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
            try await client.send("\(hello)GET /slow HTTP/1.1\r\nHost: a\r\n\r\n\(hello)\(hello)")
            #expect(try await client.response()?.text == "Hello")
            gate.send()
            #expect(try await client.response()?.text == "slow")
            #expect(try await client.response()?.text == "Hello")
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("a burst of 2,000 requests in one go is answered in full")
    func burst() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            let burst = String(repeating: "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", count: 2000)
            try await client.send(burst)
            for _ in 0..<2000 { #expect(try await client.response()?.text == "Hello") }
        }
    }

    @Test("HEAD gets the head of GET, and no body")
    func headRequest() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(.get, "/async", .async { _, _ in .text("12345") })
        }) { server in
            let client = try await server.connect()
            for (path, length) in [("/hello", "5"), ("/async", "5")] {
                try await client.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try #require(try await client.response(toHead: true))
                #expect(head.status == 200)
                #expect(head["content-length"] == length)
                #expect(try await client.response()?.text == "Hello")
            }
        }
    }

    @Test(
        "a handler gets the body, whether sized or chunked, whole or in pieces",
        arguments: [
            ["Content-Length: 11\r\n\r\nhello world"], ["Content-Length: 11\r\n\r\nhel", "lo w", "orld"],
            ["Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"],
            ["Transfer-Encoding: chunked\r\n\r\n5\r", "\nhel", "lo\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n", "\r\n"],
        ])
    func requestBody(_ pieces: [String]) async throws {
        try await TestServer.run(routes: Self.echo) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\n")
                for piece in pieces { try await client.send(piece) }
                #expect(try await client.response()?.text == "hello world")
            }
        }
    }

    @Test("a large body streams in and out again")
    func largeBody() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(
                .post, "/count",
                .async { request, _ in
                    var count = 0
                    for try await chunk in request.body { count += chunk.count }
                    return .text("\(count)")
                }, options: RouteOptions(maxBody: 10_000_000))
        }) { server in
            let client = try await server.connect()
            let body = [UInt8](repeating: 7, count: 3_000_000)
            try await client.send("POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
            try await client.send(body)
            #expect(try await client.response()?.text == "3000000")
        }
    }

    @Test("Expect: 100-continue gets its 100 when the body is asked for, and none when it is refused")
    func expectContinue() async throws {
        try await TestServer.run(settings: { $0.limits.body = 10 }, routes: Self.echo) { server in
            let client = try await server.connect()
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try await client.response()?.status == 100)
            try await client.send("ok")
            #expect(try await client.response()?.text == "ok")

            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")
            let refused = try #require(try await client.response())
            #expect(refused.status == 413)
            #expect(refused["connection"] == "close")
            #expect(try await client.rest().isEmpty)

            let other = try await server.connect()
            try await other.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nContent-Length: 2\r\n\r\nok")
            #expect(try await other.response()?.status == 417)
        }
    }

    @Test("a body that nobody reads is let go by, and the next request is answered")
    func unreadBody() async throws {
        try await TestServer.run(routes: { routes in
            routes.respond(.post, "/done", .text("done"))
            routes.add(.post, "/ignores", .async { _, _ in .text("ignored") })
        }) { server in
            let client = try await server.connect()
            for path in ["/done", "/ignores", "/nowhere"] {
                try await client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo")
                let status = path == "/nowhere" ? 404 : 200
                #expect(try await client.response()?.status == status)
                try await client.send("dyGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?.text == "Hello")
            }
            try await client.send("POST /done HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n")
            #expect(try await client.response()?["connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("streams are chunked for HTTP/1.1, end with the connection for HTTP/1.0, and have a length if they say so")
    func streams() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(
                .get, "/stream", .async { _, _ in .stream(ResponseStream(Self.chunks(["a", "bc", "", "def"]))) })
            routes.add(
                .get, "/sized", .async { _, _ in .stream(ResponseStream(length: 6, Self.chunks(["abc", "def"]))) })
        }) { server in
            let client = try await server.connect()
            for _ in 0..<2 {
                try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
                let chunked = try #require(try await client.response())
                #expect(chunked["transfer-encoding"] == "chunked")
                #expect(chunked.text == "abcdef")
                try await client.send("GET /sized HTTP/1.1\r\nHost: a\r\n\r\n")
                let sized = try #require(try await client.response())
                #expect(sized["content-length"] == "6")
                #expect(sized.text == "abcdef")
            }
            let old = try await server.connect()
            try await old.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let until = try #require(try await old.response())
            #expect(until["connection"] == "close")
            #expect(until.text == "abcdef")
        }
    }

    @Test("a stream that fails, or has another length than it said, breaks the connection off")
    func brokenStreams() async throws {
        struct Oops: Error {}
        try await TestServer.run(routes: { routes in
            routes.add(.get, "/fails", .async { _, _ in .stream(ResponseStream(Self.chunks(["a"], then: Oops()))) })
            routes.add(.get, "/short", .async { _, _ in .stream(ResponseStream(length: 9, Self.chunks(["abc"]))) })
            routes.add(.get, "/long", .async { _, _ in .stream(ResponseStream(length: 2, Self.chunks(["abc"]))) })
        }) { server in
            let failing = try await server.connect()
            try await failing.send("GET /fails HTTP/1.1\r\nHost: a\r\n\r\n")
            await #expect(throws: TruncatedBody.self) { try await failing.response() }
            for path in ["/short", "/long"] {
                let client = try await server.connect()
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                let body = try #require(try await client.response()).body
                #expect(body.count < (path == "/short" ? 9 : 2))
                #expect(try await client.rest().isEmpty)
            }
            #expect(server.logs.all.filter { $0.contains("a response's stream") }.count == 3)
        }
    }

    @Test("what a handler throws becomes its status; anything unforeseen a 500 whose id is in the log")
    func handlerErrors() async throws {
        struct Secret: Error { let password = "hunter2" }
        try await TestServer.run(routes: { routes in
            routes.add(.get, "/gone", .async { _, _ in throw HTTPError.notFound("no such room") })
            routes.add(.get, "/bug", .async { _, _ in throw Secret() })
            routes.immediate(.get, "/now") { _ in throw Secret() }
        }) { server in
            let client = try await server.connect()
            try await client.send("GET /gone HTTP/1.1\r\nHost: a\r\n\r\n")
            let gone = try #require(try await client.response())
            #expect(gone.status == 404)
            #expect(gone.text.contains("no such room"))
            for path in ["/bug", "/now"] {
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                let bug = try #require(try await client.response())
                #expect(bug.status == 500)
                #expect(!bug.text.contains("hunter2"))
                let id = try #require(bug.text.split(separator: "\"requestId\":\"").last?.prefix(32))
                #expect(server.logs.all.contains { $0.contains(id) && $0.contains("hunter2") })
            }
        }
    }

    @Test("what is read of an input has the limits of the settings")
    func inputLimits() async throws {
        try await TestServer.run(
            settings: { settings in
                settings.limits.queryParameters = 2
                settings.limits.jsonDepth = 2
                settings.limits.violations = 1
                settings.forms.parts = 1
            },
            routes: { routes in
                routes.handle(.post, "/json") { request, _ in
                    _ = request.optionalInteger("n", in: .query, as: Int.self)
                    _ = request.json(JSONValue.self)
                    try request.finish()
                    return .empty()
                }
                routes.handleForm(.post, "/form") { request, _ in
                    _ = request.string("a", in: .form)
                    try request.finish()
                    return .empty()
                }
            }
        ) { server in
            for (target, body, status, text) in [
                ("/json?a&b", "[[1]]", 204, ""), ("/json?a&b&c", "[[1]]", 400, "at most 2 parameters"),
                ("/json", "[[[1]]]", 400, "nested too deep"),
                ("/json?n=x", "1e999", 422, "1 more violation is not listed"), ("/form", "a=1", 204, ""),
                ("/form", "a=1&b=2", 413, "at most 1 fields"),
            ] {
                let type = target == "/form" ? "application/x-www-form-urlencoded" : "application/json"
                let client = try await server.connect()
                let head = "POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\n"
                try await client.send("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                let response = try #require(try await client.response())
                #expect(response.status == status, "\(target) \(body)")
                #expect(text.isEmpty || response.text.contains(text), "\(response.text)")
            }
        }
    }

    @Test("404, 405 with Allow, and OPTIONS")
    func noRoute() async throws {
        try await TestServer.run { server in
            let client = try await server.connect()
            try await client.send("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.status == 404)
            try await client.send("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            let response = try #require(try await client.response())
            #expect(response.status == 405)
            #expect(response["allow"] == "GET, HEAD, OPTIONS")
            try await client.send("OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.status == 204)
            try await client.send("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.status == 400)
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("what breaks HTTP's rules gets its status, and the connection ends", arguments: RequestCorpus.bad)
    func refusals(_ request: BadRequest) async throws {
        try await TestServer.run(settings: { $0.threads = 1 }, routes: Self.echo) { server in
            let client = try await server.connect()
            let text = request.text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            let isPost = text.first == "POST" && text.count == 3
            try await client.send(isPost ? "POST /echo \(text[2])" : request.text)
            let response = try #require(try await client.response())
            #expect(response.status == request.failure.status)
            #expect(response["connection"] == "close")
            #expect(try await client.rest().isEmpty)
        }
    }

    @Test("a client that half-closes after its request still gets its answer")
    func halfClose() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(.get, "/async", .async { _, _ in .text("async") })
        }) { server in
            for path in ["/hello", "/async"] {
                let client = try await server.connect()
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                try await client.finishSending()
                #expect(try await client.response()?.status == 200)
                #expect(try await client.rest().isEmpty)
            }
        }
    }

    @Test("a client that goes away cancels its handler, and fails the body it was sending")
    func clientGoes() async throws {
        let started = Signal()
        let cancelled = Signal()
        let failed = Signal()
        try await TestServer.run(routes: { routes in
            routes.add(
                .get, "/wait",
                .async { _, _ in
                    started.send()
                    do {
                        try await Task.sleep(for: .seconds(60))
                    } catch {
                        cancelled.send()
                    }
                    return .text("late")
                })
            routes.add(
                .post, "/body",
                .async { request, _ in
                    do {
                        for try await _ in request.body { started.send() }
                    } catch {
                        failed.send()
                    }
                    return .text("")
                })
        }) { server in
            let waiting = try await server.connect()
            try await waiting.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            await waiting.close()
            await cancelled.wait()

            let sending = try await server.connect()
            try await sending.send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
            await sending.close()
            await failed.wait()
        }
    }

    static func echo(_ routes: inout Routes) {
        routes.add(
            .post, "/echo",
            .async { request, _ in .bytes(try await request.body.collect(), contentType: "text/plain") })
    }

    static func chunks(_ texts: [String], then error: (any Error)? = nil) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            for text in texts { continuation.yield(Array(text.utf8)) }
            continuation.finish(throwing: error)
        }
    }
}
