import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("Files in other codings")
struct PrecompressedTests {
    private static let precompressed = FileOptions(precompressed: true)

    private static func ask(
        _ tree: FileTree, _ accept: String?, _ more: HTTPFields = HTTPFields(),
        options: FileOptions = Self.precompressed
    ) throws -> Response {
        var headers = more
        headers[.acceptEncoding] = accept
        return try tree.ask("/a.js", headers: headers, options: options)
    }

    @Test(
        "the client's weights decide, then what is smaller",
        arguments: [
            ("br, gzip", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0.2, gzip;q=0.8", "gzip"),
            ("*", "br"), ("*, br;q=0", "gzip"), ("br;q=0, gzip;q=0", nil), ("identity", nil), (nil, nil), ("", nil),
            ("gzip;q=0.2, identity;q=0.9", nil), ("gzip;q=0.9, identity;q=0.9", "gzip"), ("gzip;q=x", nil),
            ("GZIP", "gzip"), ("deflate, zstd", nil), (",;,;q=1", nil),
        ] as [(String?, String?)])
    func negotiation(accept: String?, coding: String?) throws {
        let tree = try FileTree()
        try tree.write("site/a.js", "plain")
        try tree.write("site/a.js.br", "in br")
        try tree.write("site/a.js.gz", "in gzip")
        for _ in 0..<2 {
            let response = try Self.ask(tree, accept)
            #expect(response.headers[.contentEncoding] == coding)
            #expect(response.content == coding.map { "in \($0)" } ?? "plain")
            #expect(response.contentType?.hasPrefix("text/javascript") == true)
            #expect(response.headers[.vary] == "Accept-Encoding")
        }
    }

    @Test("each variant has a validator and ranges of its own")
    func validators() throws {
        let tree = try FileTree()
        try tree.write("site/a.js", "plain")
        try tree.write("site/a.js.gz", "GZIPPED")
        let plain = try #require(try Self.ask(tree, nil).headers[.eTag])
        let zipped = try #require(try Self.ask(tree, "gzip").headers[.eTag])
        #expect(plain != zipped && !zipped.hasPrefix("W/"))
        #expect(try Self.ask(tree, "gzip", [.ifNoneMatch: zipped]).status == .notModified)
        #expect(try Self.ask(tree, "gzip", [.ifNoneMatch: plain]).status == .ok)
        #expect(try Self.ask(tree, nil, [.ifNoneMatch: zipped]).content == "plain")
        let part = try Self.ask(tree, "gzip", [.range: "bytes=0-2", .ifRange: zipped])
        #expect(part.content == "GZI" && part.headers[.contentRange] == "bytes 0-2/7")
    }

    @Test("a variant that is older than its file, or no file, does not count; one that changed is read anew")
    func stale() throws {
        let tree = try FileTree()
        try tree.write("site/a.js", "plain", modified: 1_000_000_100)
        try tree.write("site/a.js.gz", "old", modified: 1_000_000_000)
        try tree.write("site/a.js.br/x", "a folder")
        #expect(try Self.ask(tree, "gzip, br").content == "plain")
        var routes = Routes(root: tree.path)
        routes.directory(.get, "/{rest*}", "site", files: Self.precompressed)
        let router = try Router(routes)
        try tree.write("site/b.js", "plain")
        try tree.write("site/b.js.gz", "one")
        func ask() throws -> Response { try FileTree.ask(router, "/b.js", headers: [.acceptEncoding: "gzip"]) }
        #expect(try ask().content == "one")
        #expect(try ask().content == "one")
        try tree.write("site/b.js.gz", "two!", modified: 1_000_000_200)
        #expect(try ask().content == "two!")
    }

    @Test("without the option nothing is looked for, and nothing varies")
    func off() throws {
        let tree = try FileTree()
        try tree.write("site/a.js", "plain")
        try tree.write("site/a.js.gz", "zipped")
        let response = try Self.ask(tree, "gzip", options: FileOptions())
        #expect(response.content == "plain" && response.headers[.vary] == nil)
    }

    @Test("a large variant is sent from its own file")
    func large() throws {
        let tree = try FileTree()
        try tree.write("site/a.js", "plain")
        try tree.write("site/a.js.gz", String(repeating: "z", count: 100_000))
        for _ in 0..<2 { #expect(try Self.ask(tree, "gzip").content.count == 100_000) }
    }

    @Test("a route with `compress` compresses small text files once, with weak validators")
    func compressed() throws {
        let tree = try FileTree()
        let text = String(repeating: "let a = 1; ", count: 500)
        try tree.write("site/a.js", text)
        try tree.write("site/a.png", text)
        var routes = Routes(root: tree.path)
        routes.directory(.get, "/{rest*}", "site", options: RouteOptions(compress: true))
        let router = try Router(routes)
        for _ in 0..<2 {
            let zipped = try FileTree.ask(router, "/a.js", headers: [.acceptEncoding: "gzip"])
            #expect(zipped.headers[.contentEncoding] == "gzip")
            #expect(zipped.headers[.eTag]?.hasPrefix("W/") == true)
            #expect((zipped.body.length ?? .max) < 500)
            #expect(try FileTree.ask(router, "/a.js").content == text)
            #expect(try FileTree.ask(router, "/a.png", headers: [.acceptEncoding: "gzip"]).content == text)
        }
    }
}
