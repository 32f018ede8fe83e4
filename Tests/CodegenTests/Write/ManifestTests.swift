import Testing

@testable import GatewayCodegen

@Suite("gen.lock")
struct ManifestTests {
    private static let hash = String(repeating: "a", count: 64)

    @Test("what is written is read back, sorted by path")
    func roundTrip() throws {
        var manifest = Manifest(service: "chat")
        for path in ["b/z.swift", "a.swift", "b/with space.swift"] {
            manifest.files[try #require(OutputPath(path))] = .init(kind: .generated, hashes: [Self.hash])
        }
        manifest.files[try #require(OutputPath("c"))] = .init(kind: .once, hashes: [Self.hash])
        #expect(try Manifest(text: manifest.text) == manifest)
        let paths = manifest.text.split(separator: "\n").dropFirst(3).compactMap {
            $0.split(separator: " ", maxSplits: 2).last
        }
        #expect(paths == ["a.swift", "b/with space.swift", "b/z.swift", "c"])
    }

    @Test("a path with two hashes keeps both, as a broken run leaves them")
    func journal() throws {
        let other = String(repeating: "b", count: 64)
        let text = "gen.lock 1\nservice chat\ngenerated \(Self.hash) a\ngenerated \(other) a\n"
        let path = try #require(OutputPath("a"))
        #expect(try Manifest(text: text).files[path]?.hashes == [Self.hash, other])
    }

    @Test(
        "a damaged file says which line",
        arguments: [
            ("", 1), ("service chat\n", 1), ("gen.lock 1\nservice chat\n<<<<<<< HEAD\n", 3),
            ("gen.lock 1\nservice chat\ngenerated abc a\n", 3),
            ("gen.lock 1\nservice chat\ngenerated \(hash) ../a\n", 3),
            ("gen.lock 1\nservice chat\n\nelsewhere \(hash) a\n", 4),
        ])
    func damaged(text: String, line: Int) {
        #expect(throws: ManifestError.unreadable(line: line)) { try Manifest(text: text) }
    }

    @Test("the form of a later gen is refused")
    func newer() {
        #expect(throws: ManifestError.newer(2)) { try Manifest(text: "gen.lock 2\nservice chat\nwhatever it says\n") }
    }
}
