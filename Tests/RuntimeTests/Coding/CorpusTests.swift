import Foundation
import Testing

@testable import GatewayRuntime

/// `Tests/Corpus` says what the spec's checks and the runtime agree on; SpecTests reads the same files.
@Suite("the corpus shared with the spec's checks")
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
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Corpus")
        guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return [] }
        return (try? JSONDecoder().decode([Value].self, from: data)) ?? []
    }

    static let patterns: [PatternCase] = read("patterns.json")
    static let texts: [TextCase] = read("texts.json")

    @Test("patterns match, miss or are refused")
    func everyPattern() throws {
        #expect(Self.patterns.count > 80)
        for item in Self.patterns {
            if item.refused == true {
                #expect(throws: PatternError.self, "\(item.pattern)") { try Pattern(item.pattern) }
                continue
            }
            let pattern = try Pattern(item.pattern)
            for text in item.matches ?? [] {
                #expect(pattern.matches(text), "\(item.pattern) on \(text.debugDescription)")
            }
            for text in item.misses ?? [] {
                #expect(!pattern.matches(text), "\(item.pattern) on \(text.debugDescription)")
            }
        }
    }

    @Test("texts are values of their type, or none", arguments: texts.map(\.type))
    func everyText(type: String) throws {
        let item = try #require(Self.texts.first { $0.type == type })
        for text in item.good { #expect(Self.accepts(text, type), "\(type): \(text.debugDescription)") }
        for text in item.bad { #expect(!Self.accepts(text, type), "\(type): \(text.debugDescription)") }
    }

    private static func accepts(_ text: String, _ type: String) -> Bool {
        func reads<Value>(_ form: ParameterForm<Value>) -> Bool {
            if case .success = form.parse(text) { true } else { false }
        }
        return switch type {
        case "timestamp": reads(.date)
        case "date": reads(.calendarDate)
        case "duration": reads(.duration)
        case "uuid": reads(.uuid)
        case "url": reads(.url)
        case "decimal": reads(.decimal)
        case "bytes": reads(.base64)
        default: StringRules.Format(rawValue: type).map { reads(.string(StringRules(format: $0))) } ?? false
        }
    }

    @Test("literals of generated code read what the corpus calls good")
    func literals() {
        #expect(Date.timestamp("1970-01-01T00:00:01Z").timeIntervalSince1970 == 1)
        #expect(CalendarDate.day("2026-01-31") == CalendarDate("2026-01-31"))
        #expect(UUID.uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8").uuidString == "6BA7B810-9DAD-11D1-80B4-00C04FD430C8")
        #expect(URL.url("https://example.com/a").path == "/a")
        #expect(Decimal.decimal("0.1") * 3 == Decimal(string: "0.3"))
        #expect(Duration.duration("PT1M") == .seconds(60))
        #expect([UInt8].base64("AAE=") == [0, 1])
    }
}
