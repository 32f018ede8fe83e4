import Testing

@testable import GatewayCodegen

@Suite("output paths")
struct OutputPathTests {
    @Test("relative paths are taken", arguments: ["a", "a/b.swift", ".gitignore", "Sources/Chat/Ünï.swift", "a b/c"])
    func taken(path: String) {
        #expect(OutputPath(path)?.description == path)
    }

    @Test(
        "paths that could lead out, or that no file system agrees on, are not",
        arguments: ["", "/", "/etc/passwd", "..", "../a", "a/../b", "a//b", "a/", "./a", "a\0b", "a\nb", "a\\b", "a/."])
    func refused(path: String) {
        #expect(OutputPath(path) == nil)
    }

    @Test("folders are listed from outside in")
    func folders() throws {
        let path = try #require(OutputPath("a/b/c.swift"))
        #expect(path.folders == ["a", "a/b"])
        #expect(path.name == "c.swift")
    }
}
