import Foundation
import GatewayDiagnostics
import GatewaySpec
import Testing

@testable import GatewayCodegen

/// A case is a file: a spec, a line of dashes, and what the generator has to say of it, which is then all it does.
@Suite("what can't be generated")
struct RefusedTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Refused")
    private static let line = String(repeating: "-", count: 40)

    static let cases: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".txt") }
        .sorted()

    /// `RECORD=1` writes down what is said now; the test then fails, so that nobody records unread.
    @Test("is said, each with its place, and nothing is written", arguments: cases)
    func refused(name: String) throws {
        let file = Self.folder.appending(path: name)
        let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: Self.line + "\n")
        let loaded = SpecLoader().load(SourceFile(path: "spec.yaml", text: parts[0]))
        let spec = try #require(loaded.spec, "\(TextRenderer(colour: false).render(loaded.diagnostics))")
        let result = Generator(.init(runtime: .released, specName: "spec.yaml", specLink: "spec.yaml")).generate(spec)
        let said = TextRenderer(colour: false).render(result.diagnostics)
        #expect(result.files.isEmpty)
        #expect(said == parts.last, "\(name)")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try (parts[0] + Self.line + "\n" + said).write(to: file, atomically: true, encoding: .utf8)
        }
    }

    @Test("every code of the generator is explained")
    func explained() throws {
        let source = Self.folder.appending(path: "../../../Sources/Codegen/Plan/GenerationCode.swift")
        let codes = try String(contentsOf: source, encoding: .utf8).matches(of: /"(GEN\d{4})"/).map { String($0.1) }
        #expect(codes.count > 10 && Set(codes).count == codes.count)
        for code in codes { #expect(Explanations.text(for: code) != nil, "\(code)") }
    }
}
