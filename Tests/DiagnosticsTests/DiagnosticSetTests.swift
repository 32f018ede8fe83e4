import GatewayDiagnostics
import Testing

@Suite("Sets of findings")
struct DiagnosticSetTests {
    private func place(_ path: String, _ line: Int, _ column: Int) -> SourceSpan {
        let file = SourceFile(path: path, text: "abc\nabc\nabc\n")
        let start = SourcePosition(line: line, column: column)
        return file.span(start, start)
    }

    @Test("findings come by path, line, column and code; those of no place first; equal ones in the order of arrival")
    func order() {
        var set = DiagnosticSet()
        set.error("B", "6", at: place("b.yaml", 1, 1))
        set.error("B", "4", at: place("a.yaml", 2, 2))
        set.warning("A", "3", at: place("a.yaml", 2, 2))
        set.error("A", "2", at: place("a.yaml", 1, 3))
        set.error("B", "5", at: place("a.yaml", 2, 2))
        set.error("Z", "1", at: nil)
        #expect(set.sorted.map(\.message) == ["1", "2", "3", "4", "5", "6"])
    }

    @Test("the same finding counts and shows once, though its file was read twice")
    func duplicates() {
        var set = DiagnosticSet([.error("A", "m", at: place("a.yaml", 1, 1))])
        set.merge(DiagnosticSet([.error("A", "m", at: place("a.yaml", 1, 1)), .warning("A", "m", at: nil)]))
        #expect(set.sorted.count == 2)
        #expect(set.count(of: .error) == 1 && set.count(of: .warning) == 1 && set.count(of: .note) == 0)
    }

    @Test("only errors make a set fail")
    func errors() {
        var set = DiagnosticSet()
        #expect(set.isEmpty && !set.hasErrors)
        set.warning("A", "m", at: nil)
        #expect(!set.isEmpty && !set.hasErrors)
        set.error("A", "m", at: nil)
        #expect(set.hasErrors)
    }
}

@Suite("Source files")
struct SourceFileTests {
    struct Lines: Sendable, CustomTestStringConvertible {
        let text: String
        let lines: [String]
        var testDescription: String { text.debugDescription }
    }

    @Test(
        "lines end with LF, CRLF or CR, and a byte-order mark belongs to none",
        arguments: [
            Lines(text: "", lines: [""]),
            Lines(text: "a", lines: ["a"]),
            Lines(text: "a\n", lines: ["a", ""]),
            Lines(text: "a\r\nb\rc\nd", lines: ["a", "b", "c", "d"]),
            Lines(text: "\r\r\n\n", lines: ["", "", "", ""]),
            Lines(text: "\u{FEFF}a\nb", lines: ["a", "b"]),
        ])
    func lines(_ test: Lines) {
        let file = SourceFile(path: "a", text: test.text)
        #expect((1...file.lineCount).map { file.line($0) } == test.lines)
        #expect(file.line(0) == nil && file.line(file.lineCount + 1) == nil)
    }

    @Test(
        "a byte's place counts Unicode scalars",
        arguments: [(0, 1, 1), (1, 1, 2), (3, 1, 3), (4, 2, 1), (8, 2, 2), (9, 2, 3), (99, 2, 3), (-1, 1, 1)])
    func positions(_ offset: Int, _ line: Int, _ column: Int) {
        let file = SourceFile(path: "a", text: "xé\n🎉!")
        #expect(file.position(ofByte: offset) == SourcePosition(line: line, column: column))
    }

    @Test("bytes that are no UTF-8 show as replacement characters")
    func badBytes() {
        #expect(SourceFile(path: "a", bytes: [0x61, 0xFF, 0x0A]).line(1) == "a\u{FFFD}")
    }

    @Test("a span never ends before it starts")
    func spans() {
        let file = SourceFile(path: "a", text: "abc")
        let span = file.span(SourcePosition(line: 1, column: 3), SourcePosition(line: 1, column: 1))
        #expect(span.end == span.start && span.description == "a:1:3")
        #expect(SourcePosition(line: -5, column: 0) == .start)
    }
}
