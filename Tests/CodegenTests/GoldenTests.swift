import Foundation
import GatewayDiagnostics
import GatewaySpec
import Testing

@testable import GatewayCodegen

/// A case is a folder: a spec and the package that must come of it. `RECORD=1` writes the packages anew; read the diff then.
@Suite("goldens")
struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    static let cases: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { !$0.hasPrefix(".") }
        .sorted()

    @Test("the package is as expected, byte for byte", arguments: cases)
    func package(name: String) throws {
        let expected = Self.folder.appending(path: "\(name)/expected")
        let files = try Self.generate(name)
        if Self.isRecording { try Self.record(files, in: expected) }
        let there = Self.files(in: expected)
        #expect(Set(files.keys) == Set(there), "the files themselves")
        for (path, text) in files.sorted(by: { $0.key < $1.key }) where there.contains(path) {
            let wanted = try String(contentsOf: expected.appending(path: path), encoding: .utf8)
            #expect(text == wanted, "\(name)/expected/\(path) differs at line \(Self.firstDifference(text, wanted))")
        }
    }

    @Test(
        "generated Swift has no trailing space, no long line but for a literal, and ends with one line break",
        arguments: cases)
    func form(name: String) throws {
        for (path, text) in try Self.generate(name) where path.hasSuffix(".swift") {
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(path)")
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                #expect(line.last?.isWhitespace != true, "\(path): \(line)")
                #expect(line.count <= 120 || line.contains("\""), "\(path): \(line)")
            }
        }
    }

    private static func generate(_ name: String) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
        let spec = try #require(names.first { $0.hasSuffix(".yaml") })
        let loaded = SpecLoader().load(path: folder.appending(path: "\(name)/\(spec)").path)
        let service = try #require(loaded.spec, "\(TextRenderer(colour: false).render(loaded.diagnostics))")
        let options = Generator.Options(
            runtime: .path("../.."), specName: spec, specLink: "../\(spec)",
            placeInCheckout: "specs/\(service.name.value)")
        let result = Generator(options).generate(service)
        try #require(!result.diagnostics.hasErrors, "\(TextRenderer(colour: false).render(result.diagnostics))")
        return Dictionary(uniqueKeysWithValues: result.files.map { ($0.path.description, $0.text) })
    }

    private static func files(in folder: URL) -> [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []).filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder.appending(path: name).path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
    }

    private static func record(_ files: [String: String], in folder: URL) throws {
        try? FileManager.default.removeItem(at: folder)
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    private static func firstDifference(_ left: String, _ right: String) -> Int {
        let pairs = zip(
            left.split(separator: "\n", omittingEmptySubsequences: false),
            right.split(separator: "\n", omittingEmptySubsequences: false))
        return (pairs.enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0) + 1
    }
}
