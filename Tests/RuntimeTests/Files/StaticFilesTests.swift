import Foundation
import Testing

@testable import GatewayRuntime

@Suite("Static files")
struct StaticFilesTests {
    @Test("a file comes with its type, length, validators and headers that keep browsers from guessing")
    func serves() throws {
        let tree = try FileTree()
        try tree.write("site/app.JS", "let a = 1")
        let response = try tree.ask("/app.JS")
        #expect(response.status == .ok)
        #expect(response.contentType == "text/javascript; charset=utf-8")
        #expect(response.content == "let a = 1")
        #expect(response.headers[.eTag] == "\"3b9aca00.0-9\"")
        #expect(response.headers[.lastModified] == "Sun, 09 Sep 2001 01:46:40 GMT")
        #expect(response.headers[.cacheControl] == "no-cache")
        #expect(response.headers[.acceptRanges] == "bytes")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.headers[.contentSecurityPolicy] == nil)
        let cached = try tree.ask("/app.JS", options: FileOptions(maxAge: .seconds(3600)))
        #expect(cached.headers[.cacheControl] == "public, max-age=3600")
    }

    @Test("a folder answers with its index, after a redirect to the address with the slash")
    func folders() throws {
        let tree = try FileTree()
        try tree.write("site/index.html", "home")
        try tree.write("site/docs/index.html", "docs")
        try tree.write("site/bare/file.txt", "x")
        #expect(try tree.ask("/").content == "home")
        #expect(try tree.ask("/docs/").content == "docs")
        #expect(try tree.ask("/docs/index.html").content == "docs")
        let redirect = try tree.ask("/docs?a=1")
        #expect(redirect.status == .movedPermanently)
        #expect(redirect.headers[.location] == "/docs/?a=1")
        #expect(try tree.ask("/bare/").status == .notFound)
        #expect(try tree.ask("/bare").status == .notFound)
        #expect(try tree.ask("/bare/file.txt/").status == .notFound)
        #expect(try tree.ask("/bare/file.txt").content == "x")
    }

    @Test(
        "no name leads out of the folder, to hidden files, or to what is no file",
        arguments: [
            "/../secret.txt", "/a/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt",
            "/.%2e/secret.txt", "/a/%2e%2e/%2e%2e/secret.txt", "/..%5csecret.txt", "/..\\secret.txt", "/%00",
            "/a.txt%00",
            "/a.txt%00.html", "//secret.txt", "/%2fetc/passwd", "/.hidden", "/.git/config", "/a/.hidden", "/out.txt",
            "/outside/secret.txt", "/etc/passwd", "/%252e%252e/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/pipe",
            "/loop",
            "/dangling", "/a", "/a/", "/..;/secret.txt", "/a.txt/../../secret.txt", "/~root", "/proc", "/absolute",
        ])
    func hostile(target: String) throws {
        let tree = try FileTree()
        try tree.write("secret.txt", "secret")
        try tree.write("site/a.txt", "a")
        try tree.write("site/a/b.txt", "b")
        try tree.write("site/.hidden", "secret")
        try tree.write("site/a/.hidden", "secret")
        try tree.write("site/.git/config", "secret")
        try tree.write("site-other/secret.txt", "secret")
        try tree.link("site/out.txt", to: "../secret.txt")
        try tree.link("site/outside", to: "../site-other")
        try tree.link("site/absolute", to: "/etc/passwd")
        try tree.link("site/proc", to: "/proc/self/environ")
        try tree.link("site/loop", to: "loop")
        try tree.link("site/dangling", to: "nothing")
        #expect(mkfifo(tree.path + "/site/pipe", 0o600) == 0)
        // Asked twice: a cache must not be more generous than the disk.
        for _ in 0..<2 {
            let response = try tree.ask(target)
            #expect([400, 404].contains(response.status.code), "\(target) gives \(response.status.code)")
            #expect(!response.content.contains("secret"))
        }
    }

    @Test("a link that stays in the folder is followed, and .well-known is not hidden")
    func links() throws {
        let tree = try FileTree()
        try tree.write("site/..data/index.html", "mounted")
        try tree.link("site/index.html", to: "..data/index.html")
        try tree.write("site/.well-known/acme", "token")
        #expect(try tree.ask("/").content == "mounted")
        #expect(try tree.ask("/.well-known/acme").content == "token")
        #expect(try tree.ask("/a/.well-known/acme").status == .notFound)
    }

    @Test("a changed file is served anew, a removed one no more")
    func changes() throws {
        let tree = try FileTree()
        var routes = Routes(root: tree.path)
        routes.file(.get, "/page", "page.html")
        let router = try Router(routes)
        try tree.write("page.html", "one")
        let first = try FileTree.ask(router, "/page")
        #expect(try FileTree.ask(router, "/page").content == "one")
        try tree.write("page.html", "two", modified: 1_000_000_100)
        let second = try FileTree.ask(router, "/page")
        #expect(second.content == "two")
        #expect(first.headers[.eTag] != second.headers[.eTag])
        try FileManager.default.removeItem(atPath: tree.path + "/page.html")
        #expect(try FileTree.ask(router, "/page").status == .notFound)
    }

    @Test("a file that has just changed gets a weak tag, for a second change may leave no trace")
    func weakTags() throws {
        let tree = try FileTree()
        try tree.write("site/a.txt", "a", modified: Int(Date().timeIntervalSince1970))
        #expect(try tree.ask("/a.txt").headers[.eTag]?.hasPrefix("W/") == true)
    }

    @Test("a large file is sent from its descriptor, whole or in part, and is closed after it")
    func large() throws {
        let tree = try FileTree()
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try tree.write("site/big.bin", bytes)
        let response = try tree.ask("/big.bin", headers: [.range: "bytes=100000-100009"])
        #expect(response.status == .partialContent)
        #expect(response.headers[.contentRange] == "bytes 100000-100009/200000")
        guard case .file(let body) = response.body else {
            Issue.record("not a file")
            return
        }
        #expect(try body.file.read(offset: body.offset, count: body.count) == Array(bytes[100_000..<100_010]))
        #expect(try tree.ask("/big.bin").body.length == 200_000)
    }

    @Test("a folder needs a parameter that names the file, and what is missing is told at once")
    func declarations() throws {
        var routes = Routes(root: "/nonexistent")
        routes.file(.get, "/page", "page.html")
        routes.directory(.get, "/assets/{rest*}", "assets")
        #expect(
            routes.warnings == [
                "/page serves /nonexistent/page.html, and there is no such file",
                "/assets/{rest*} serves /nonexistent/assets, and there is no such folder",
            ])
        _ = try Router(routes)
        routes.directory(.get, "/files", "files")
        #expect(throws: RouteError.self) { try Router(routes) }
    }
}
