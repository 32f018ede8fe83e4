import GatewayDiagnostics
import Testing

@Suite("Findings as text")
struct TextRendererTests {
    private func render(_ diagnostic: Diagnostic, colour: Bool = false) -> String {
        TextRenderer(colour: colour).render(diagnostic)
    }

    private func file(_ text: String) -> SourceFile { SourceFile(path: "specs/shop.yaml", text: text) }

    /// A span on one line, by columns.
    private func span(_ file: SourceFile, _ line: Int, _ columns: Range<Int>) -> SourceSpan {
        file.span(
            SourcePosition(line: line, column: columns.lowerBound),
            SourcePosition(line: line, column: columns.upperBound))
    }

    @Test("a finding shows place, code, source line, carets, label, help and notes")
    func wholeShape() {
        let file = file(
            String(repeating: "\n", count: 12) + "  Sku: string\n    sku: { type: strng, length: 3.. }\n")
        let finding = Diagnostic.error(
            "GEN0123", "unknown type 'strng'", at: span(file, 14, 18..<23),
            label: "not a built-in type, nor one of this spec's", help: "did you mean 'string'?",
            notes: [Diagnostic.Note("a type that is like it", at: span(file, 13, 3..<6))])
        #expect(
            render(finding) == """
                specs/shop.yaml:14:18: error[GEN0123]: unknown type 'strng'
                   14 |     sku: { type: strng, length: 3.. }
                      |                  ^^^^^ not a built-in type, nor one of this spec's
                 help: did you mean 'string'?
                specs/shop.yaml:13:3: note: a type that is like it
                   13 |   Sku: string
                      |   ^^^

                """)
    }

    @Test("a finding of no place is one line, with its help below")
    func noPlace() {
        let finding = Diagnostic.warning("GEN0001", "nothing to do", at: nil, help: "name a spec")
        #expect(render(finding) == "warning[GEN0001]: nothing to do\n help: name a spec\n")
    }

    struct Carets: Sendable, CustomTestStringConvertible {
        let name: String
        let line: String
        let columns: Range<Int>
        let shown: String
        let carets: String
        var testDescription: String { name }
    }

    static let carets: [Carets] = [
        Carets(name: "plain text", line: "a: bc", columns: 4..<6, shown: "a: bc", carets: "   ^^"),
        Carets(name: "an empty span has one caret", line: "a:", columns: 3..<3, shown: "a:", carets: "  ^"),
        Carets(name: "the place behind the line", line: "a", columns: 9..<9, shown: "a", carets: " ^"),
        Carets(
            name: "tabs go to the next stop", line: "\ta:\tb", columns: 5..<6, shown: "    a:  b", carets: "        ^"),
        Carets(name: "a tab under a span", line: "a\tb", columns: 2..<3, shown: "a   b", carets: " ^^^"),
        Carets(name: "wide characters take two columns", line: "名: x", columns: 4..<5, shown: "名: x", carets: "    ^"),
        Carets(name: "a span of wide characters", line: "a: 名前", columns: 4..<6, shown: "a: 名前", carets: "   ^^^^"),
        Carets(name: "emoji take two columns", line: "🎉: x", columns: 4..<5, shown: "🎉: x", carets: "    ^"),
        Carets(
            name: "combining marks take none", line: "e\u{301}: x", columns: 5..<6, shown: "e\u{301}: x", carets: "   ^"
        ),
        Carets(
            name: "control characters are made visible", line: "a\u{1B}[31m: x", columns: 9..<10, shown: "a␛[31m: x",
            carets: "        ^"),
        Carets(
            name: "bidirectional controls are replaced", line: "a\u{202E}: x", columns: 5..<6, shown: "a\u{FFFD}: x",
            carets: "    ^"),
    ]

    @Test("carets stand under what they mean", arguments: carets)
    func caretsAreAligned(_ test: Carets) {
        let file = file(test.line)
        let text = render(.error("X1", "m", at: span(file, 1, test.columns)))
        let lines = text.split(separator: "\n").dropFirst().map { String($0.dropFirst(8)) }
        #expect(lines == [test.shown, test.carets])
    }

    @Test("a long line is cut on both sides of the span")
    func longLine() {
        let file = file(String(repeating: "a", count: 5000) + "HERE" + String(repeating: "b", count: 5000))
        let lines = render(.error("X1", "m", at: span(file, 1, 5001..<5005))).split(separator: "\n")
        let source = lines[1].dropFirst(8)
        let carets = lines[2].dropFirst(8)
        #expect(source.hasPrefix("…a") && source.hasSuffix("b…") && source.count <= 162)
        let start = carets.distance(from: carets.startIndex, to: carets.firstIndex(of: "^") ?? carets.endIndex)
        #expect(source.dropFirst(start).prefix(4) == "HERE")
        #expect(carets.filter { $0 == "^" }.count == 4)
    }

    @Test("a span of several lines is marked to the end of its first")
    func severalLines() {
        let file = file("a: [x,  \n  y]")
        let span = file.span(SourcePosition(line: 1, column: 4), SourcePosition(line: 2, column: 5))
        #expect(render(.error("X1", "m", at: span)).hasSuffix("\n    1 | a: [x,\n      |    ^^^\n"))
    }

    @Test("line breaks and escape codes in a message stay on its line")
    func unsafeMessage() {
        let text = render(.error("X1", "bad '\u{1B}[2J\n'", at: nil))
        #expect(text == "error[X1]: bad '␛[2J␊'\n")
    }

    @Test("the gutter grows with the line number")
    func wideGutter() {
        let file = file(String(repeating: "x\n", count: 123_456))
        #expect(render(.error("X1", "m", at: span(file, 123_456, 1..<2))).contains("\n 123456 | x\n        | ^\n"))
    }

    @Test("colour is there only when asked for, and changes no text")
    func colour() {
        let finding = Diagnostic.error("X1", "m", at: span(file("abc"), 1, 1..<2), label: "l", help: "h")
        let plain = render(finding)
        var coloured = render(finding, colour: true)
        #expect(!plain.contains("\u{1B}") && coloured.contains("\u{1B}[1;31m"))
        for code in ["0", "1", "2", "1;31", "1;33", "1;34"] {
            coloured = coloured.split(separator: "\u{1B}[\(code)m", omittingEmptySubsequences: false).joined()
        }
        #expect(coloured == plain)
    }
}
