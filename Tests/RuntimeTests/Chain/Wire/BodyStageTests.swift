import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("Over HTTP/2 as over HTTP/1.1: bodies", .timeLimit(.minutes(10)))
struct BodyStageTests {
    private static let text = String(repeating: "what a service says, more or less. ", count: 2000)

    @Test("text is compressed for who takes it: what is ready, what handlers return, and streams; nothing else")
    func compression() async throws {
        try await TestServer.overBoth(routes: { routes in
            let options = RouteOptions(compress: true)
            routes.respond(.get, "/ready", .text(Self.text), options: options)
            routes.handle(.get, "/made", options: options) { _, _ in .text(Self.text) }
            routes.handle(.get, "/stream", options: options) { _, _ in
                .stream(ResponseStream(HTTPServerTests.chunks(["one ", "two ", "three"])), contentType: "text/plain")
            }
            routes.handle(.get, "/short", options: options) { _, _ in .text("short") }
            routes.handle(.get, "/image", options: options) { _, _ in
                .bytes(Array(Self.text.utf8), contentType: "image/png")
            }
            routes.handle(.get, "/events", options: options) { _, _ in
                .events(EventStream<Int> { try await $0.send(1) })
            }
        }) { _, client in
            for (path, isCompressed) in [
                ("/ready", true), ("/made", true), ("/stream", true), ("/short", false), ("/image", false),
                ("/events", false),
            ] {
                let zipped = try await client.ask(path, [("accept-encoding", "gzip")])
                #expect((zipped["content-encoding"] == "gzip") == isCompressed, "\(path)")
                #expect((zipped["vary"] == "Accept-Encoding") == isCompressed, "\(path)")
                let plain = try await client.ask(path)
                #expect(plain["content-encoding"] == nil)
                guard isCompressed else { continue }
                let inflated = try await RequestBody(zipped.body).inflated(.gzip, limit: 1 << 20).collect()
                #expect(inflated == plain.body, "\(path)")
            }
        }
    }

    private static func takers(_ routes: inout Routes) {
        routes.add(
            .post, "/echo", .async { request, _ in .bytes(try await request.body.collect()) },
            options: RouteOptions(maxBody: 100_000))
        routes.add(
            .post, "/raw", .async { request, _ in .bytes(try await request.body.collect()) },
            options: RouteOptions(decompress: false))
        routes.respond(.post, "/unread", .text("never mind"))
    }

    @Test("compressed bodies are inflated; the limit holds for what came and for what becomes of it")
    func decompression() async throws {
        try await TestServer.overBoth(routes: Self.takers) { _, client in
            let text = Array(Self.text.utf8)
            func post(_ path: String, _ body: [UInt8], _ coding: String) async throws -> WireAnswer {
                try await client.ask("POST", path, [("content-encoding", coding)], body: body)
            }
            let zipped = DecompressionTests.compressed(text)
            #expect(try await post("/echo", zipped, "gzip").body == text)
            #expect(try await post("/echo", DecompressionTests.compressed(text, bits: 15), "deflate").body == text)
            #expect(try await post("/raw", zipped, "gzip").body == zipped)
            #expect(try await post("/echo", [1, 2], "gzip").status == 400)
            let unknown = try await post("/echo", [1], "br")
            #expect(unknown.status == 415 && unknown["accept-encoding"] == "gzip, deflate")
            let bomb = DecompressionTests.compressed([UInt8](repeating: 0, count: 10 << 20))
            #expect(try await post("/echo", bomb, "gzip").status == 413)
            let pieces = try await client.stream("POST", "/echo", [("content-encoding", "gzip")])
            for start in stride(from: 0, to: zipped.count, by: 100) {
                try await pieces.send(Array(zipped[start..<min(start + 100, zipped.count)]))
            }
            try await pieces.send([], ends: true)
            #expect(try await pieces.answer().body == text)
        }
    }

    @Test("a body may have so many bytes and no more, whether its length was declared or not")
    func limit() async throws {
        try await TestServer.overBoth(settings: { $0.limits.body = 200_000 }, routes: Self.takers) { _, client in
            for (path, most) in [("/echo", 100_000), ("/raw", 200_000)] {
                let exact = [UInt8](repeating: 7, count: most)
                #expect(try await client.ask("POST", path, body: exact).body.count == most)
                let pieces = try await client.stream("POST", path)
                for start in stride(from: 0, to: most, by: 10_000) {
                    try await pieces.send(Array(exact[start..<start + 10_000]))
                }
                try await pieces.send([], ends: true)
                #expect(try await pieces.answer().body.count == most)
                let declared = try await client.ask("POST", path, body: exact + [7])
                #expect(declared.status == 413)
                #expect(declared["content-type"] == "application/problem+json")
                let endless = try await client.stream("POST", path)
                try await endless.send(exact + [7])
                #expect(try await endless.answer().status == 413)
            }
            #expect(
                try await client.ask("POST", "/unread", body: [UInt8](repeating: 7, count: 5000)).text == "never mind")
        }
    }

    @Test("forms bring their fields and files")
    func forms() async throws {
        try await TestServer.overBoth(routes: { routes in
            routes.handleForm(.post, "/form") { reader, _ in
                let title = reader.string("title", in: .form)
                try reader.finish()
                return .text(title ?? "-")
            }
        }) { (_, client) async throws in
            let plain = [("content-type", "application/x-www-form-urlencoded")]
            #expect(try await client.ask("POST", "/form", plain, body: Array("title=a+b".utf8)).text == "a b")
            let parts = [("content-type", "multipart/form-data; boundary=x")]
            let body = "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nlong\r\n--x--\r\n"
            #expect(try await client.ask("POST", "/form", parts, body: Array(body.utf8)).text == "long")
            #expect(try await client.ask("POST", "/form", parts, body: Array("nothing".utf8)).status == 400)
        }
    }

    @Test("files: whole, in parts, only if changed, and as they lie there compressed")
    func files() async throws {
        let tree = try FileTree()
        try tree.write("a.js", String(repeating: "let a = 1; ", count: 20_000))
        try tree.write("a.js.br", "in br")
        try tree.write("b.js", "plain")
        let path = tree.path
        try await TestServer.overBoth(routes: { routes in
            routes = Routes(root: path)
            routes.directory(
                .get, "/files/{rest*}", ".", cache: .seconds(60), files: FileOptions(precompressed: true))
        }) { _, client in
            // The second time it is known.
            for _ in 0..<2 {
                let whole = try await client.ask("/files/a.js")
                #expect(whole.body.count == 220_000 && whole["cache-control"]?.contains("max-age=60") == true)
                let part = try await client.ask("/files/a.js", [("range", "bytes=-11")])
                #expect(part.status == 206 && part.text == "let a = 1; ")
                #expect(try await client.ask("/files/a.js", [("range", "bytes=220000-")]).status == 416)
                let zipped = try await client.ask("/files/a.js", [("accept-encoding", "br, gzip")])
                #expect(zipped.text == "in br" && zipped["content-encoding"] == "br")
                #expect(zipped["etag"] != whole["etag"] && zipped["vary"] == "Accept-Encoding")
                for answer in [whole, zipped] {
                    let again = try await client.ask(
                        "/files/a.js",
                        [
                            ("if-none-match", answer["etag"] ?? ""),
                            ("accept-encoding", answer["content-encoding"] ?? ""),
                        ])
                    #expect(again.status == 304 && again.body.isEmpty)
                }
                #expect(try await client.ask("/files/b.js", [("accept-encoding", "br")]).text == "plain")
                #expect(try await client.ask("HEAD", "/files/a.js")["content-length"] == "220000")
                #expect(try await client.ask("/files/../a.js").status == 400)
                #expect(try await client.ask("/files/none.js").status == 404)
            }
        }
        withExtendedLifetime(tree) {}
    }
}
