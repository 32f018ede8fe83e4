import Testing

@testable import GatewayCodegen

@Suite("Swift literals")
struct SwiftLiteralTests {
    @Test(
        "text stays one literal whatever it holds",
        arguments: [
            ("plain", #""plain""#), (#"a "b" \ \(c)"#, #""a \"b\" \\ \\(c)""#), ("a\nb\r\tc", #""a\nb\r\tc""#),
            ("\u{0}\u{1B}\u{7F}", #""\u{0}\u{1B}\u{7F}""#), ("é 👋 日本", #""é 👋 日本""#),
            ("\u{2028}\u{202E}\u{FEFF}", #""\u{2028}\u{202E}\u{FEFF}""#), ("", #""""#),
        ])
    func strings(text: String, literal: String) {
        #expect(SwiftLiteral.string(text) == literal)
    }

    @Test(
        "numbers of five digits and more are grouped",
        arguments: [
            (0, "0"), (4096, "4096"), (65_536, "65_536"), (-100_000, "-100_000"), (1_000_000, "1_000_000"),
            (Int.min, "-9_223_372_036_854_775_808"),
        ])
    func integers(value: Int, literal: String) {
        #expect(SwiftLiteral.integer(value) == literal)
    }

    @Test(
        "durations take the largest unit that holds them",
        arguments: [
            (Duration.seconds(54), ".seconds(54)"), (.milliseconds(1500), ".milliseconds(1500)"),
            (.zero, ".seconds(0)"),
            (.microseconds(5), ".microseconds(5)"), (.nanoseconds(7), ".nanoseconds(7)"),
            (.seconds(86_400), ".seconds(86_400)"),
        ])
    func durations(value: Duration, literal: String) {
        #expect(SwiftLiteral.duration(value) == literal)
    }

    @Test("comments are wrapped at words and hold no control character")
    func comments() {
        var writer = SwiftWriter(depth: 1)
        writer.doc(String(repeating: "word ", count: 40) + "\u{1B}[31m\nsecond\u{202E} line")
        #expect(writer.lines.allSatisfy { $0.count <= 120 && $0.hasPrefix("    /// ") })
        #expect(writer.lines.last == "    /// second  line".replacing("  line", with: " line"))
        #expect(!writer.text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }
}
