import Foundation
import GatewayDiagnostics
import Testing

@testable import GatewaySpec

/// `Tests/Corpus` says what the spec's checks and the runtime agree on; RuntimeTests reads the same files.
@Suite("the corpus shared with the runtime")
struct CorpusTests {
    struct PatternCase: Decodable, Sendable {
        let pattern: String
        let matches: [String]?
        let misses: [String]?
        let refused: Bool?
    }

    struct TextCase: Decodable, Sendable {
        let type: String
        let good: [String]
        let bad: [String]
    }

    private static func read<Value: Decodable>(_ name: String) -> [Value] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Corpus")
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return [] }
        return (try? JSONDecoder().decode([Value].self, from: data)) ?? []
    }

    static let patterns: [PatternCase] = read("patterns.json")
    static let texts: [TextCase] = read("texts.json")

    /// Whether a default passes for a value of a type with these keys.
    private func accepts(_ text: String, _ keys: String) -> Bool {
        let spec = """
            spec: 1
            service: demo
            routes:
              GET /: { handler: get, query: { a: { \(keys), default: \(Self.quoted(text)) } } }
            """
        return !SpecLoader().load(SourceFile(path: "spec.yaml", text: spec)).diagnostics.hasErrors
    }

    /// A string in YAML's double quotes.
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar -> String in
            scalar == "\"" || scalar == "\\"
                ? "\\\(scalar)" : scalar.value < 0x20 ? "\\x0\(String(scalar.value, radix: 16))" : "\(scalar)"
        }
        return "\"\(escaped.joined())\""
    }

    @Test("patterns are sound or refused, and defaults must match them")
    func everyPattern() {
        #expect(Self.patterns.count > 80)
        for item in Self.patterns {
            #expect((PatternCheck.problem(item.pattern) != nil) == (item.refused == true), "\(item.pattern)")
            let keys = "type: string, pattern: \(Self.quoted(item.pattern))"
            // A NUL can't stand in YAML, and `${` in no spec.
            for text in item.matches ?? [] where !text.contains("\0") && !text.contains("${") {
                #expect(accepts(text, keys), "\(item.pattern) on \(text.debugDescription)")
            }
            for text in item.misses ?? [] {
                #expect(!accepts(text, keys), "\(item.pattern) on \(text.debugDescription)")
            }
        }
    }

    @Test("texts are defaults of their type, or none", arguments: texts.map(\.type))
    func everyText(type: String) throws {
        let item = try #require(Self.texts.first { $0.type == type })
        let keys = ScalarType(rawValue: type) == nil ? "type: string, format: \(type)" : "type: \(type)"
        for text in item.good { #expect(accepts(text, keys), "\(type): \(text.debugDescription)") }
        for text in item.bad { #expect(!accepts(text, keys), "\(type): \(text.debugDescription)") }
    }
}
