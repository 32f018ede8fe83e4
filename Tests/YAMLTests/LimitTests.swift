import GatewayDiagnostics
import GatewayParallel
import GatewayYAML
import Testing

@Suite("Limits and text that is no YAML")
struct LimitTests {
    private func read(
        _ bytes: [UInt8], _ limits: YAMLLimits = .default
    ) -> (root: Node?, codes: [String], findings: [Diagnostic]) {
        var set = DiagnosticSet()
        let root = YAMLReader.read(SourceFile(path: "t.yaml", bytes: bytes), limits: limits, into: &set)
        return (root, set.sorted.map(\.code.rawValue), set.sorted)
    }

    private func read(
        _ text: String, _ limits: YAMLLimits = .default
    ) -> (root: Node?, codes: [String], findings: [Diagnostic]) {
        read(Array(text.utf8), limits)
    }

    struct Bytes: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let rule: YAMLRule
        let line: Int
        let column: Int
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], _ rule: YAMLRule, _ line: Int, _ column: Int) {
            self.name = name
            self.bytes = bytes
            self.rule = rule
            self.line = line
            self.column = column
        }
    }

    static let ascii = Array("a: 1\nb: ".utf8)
    static let bytes: [Bytes] = [
        Bytes("a stray continuation byte", ascii + [0x80], .notUTF8, 2, 4),
        Bytes("an overlong form", ascii + [0xC0, 0xAF], .notUTF8, 2, 4),
        Bytes("an overlong form of three bytes", ascii + [0xE0, 0x80, 0xAF], .notUTF8, 2, 4),
        Bytes("a surrogate", ascii + [0xED, 0xA0, 0x80], .notUTF8, 2, 4),
        Bytes("a value past Unicode's end", ascii + [0xF4, 0x90, 0x80, 0x80], .notUTF8, 2, 4),
        Bytes("a character cut off by the end", ascii + [0xF0, 0x9F], .notUTF8, 2, 4),
        Bytes("Latin-1 behind a character of two bytes", ascii + [0xC3, 0xBC, 0xFC, 0x0A], .notUTF8, 2, 5),
        Bytes("UTF-16 with its mark", [0xFF, 0xFE, 0x61, 0], .notUTF8, 1, 1),
        Bytes("UTF-16 without its mark", [0x61, 0, 0x3A, 0], .notUTF8, 1, 1),
        Bytes("NUL", ascii + [0], .forbiddenCharacter, 2, 4),
        Bytes("escape", ascii + [0x1B], .forbiddenCharacter, 2, 4),
        Bytes("DEL", ascii + [0x7F], .forbiddenCharacter, 2, 4),
        Bytes("NEL", ascii + [0xC2, 0x85], .forbiddenCharacter, 2, 4),
        Bytes("LINE SEPARATOR", ascii + [0xE2, 0x80, 0xA8], .forbiddenCharacter, 2, 4),
        Bytes("a second byte-order mark", [0xEF, 0xBB, 0xBF] + ascii + [0xEF, 0xBB, 0xBF], .forbiddenCharacter, 2, 4),
        Bytes("U+FFFE", ascii + [0xEF, 0xBF, 0xBE], .forbiddenCharacter, 2, 4),
    ]

    @Test("bytes that are no YAML text are refused at their place", arguments: bytes)
    func badBytes(_ test: Bytes) {
        let result = read(test.bytes)
        #expect(result.root == nil)
        #expect(result.codes == [test.rule.rawValue])
        let start = result.findings.first?.span?.start
        #expect(start == SourcePosition(line: test.line, column: test.column))
    }

    @Test("a byte-order mark at the start shifts no column")
    func byteOrderMark() throws {
        let result = read([0xEF, 0xBB, 0xBF] + Array("a: 1\na: 2\n".utf8))
        #expect(result.root?.span.start == .start)
        #expect(result.findings.first?.span?.start == SourcePosition(line: 2, column: 1))
    }

    @Test("a file may have 4 MiB and not a byte more")
    func size() {
        let limits = YAMLLimits.default
        #expect(limits.bytes == 4 << 20)
        let fits = "#" + String(repeating: "x", count: limits.bytes - 1)
        #expect(read(fits).codes.isEmpty)
        #expect(read(fits + "x").codes == [YAMLRule.fileTooLarge.rawValue])
    }

    @Test("64 levels fit, the 65th is refused where it begins", arguments: [true, false])
    func depth(isFlow: Bool) {
        func nested(_ depth: Int) -> String {
            isFlow
                ? String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                : String(repeating: "- ", count: depth) + "x"
        }
        #expect(read(nested(64)).codes.isEmpty)
        let result = read(nested(65))
        #expect(result.root == nil && result.codes == [YAMLRule.tooDeep.rawValue])
        #expect(result.findings.first?.span?.start.column == (isFlow ? 65 : 129))
    }

    @Test("a million open brackets are refused as quickly as 65")
    func bracketBomb() {
        for bomb in ["[", "{a: ", "- ", "? ", "[{", "&a ["] {
            let text = String(repeating: bomb, count: 500_000)
            #expect(read(text, YAMLLimits(bytes: 1 << 30)).codes == [YAMLRule.tooDeep.rawValue])
        }
    }

    @Test("also where one thread both parses and builds", .timeLimit(.minutes(5)))
    func bracketBombOnOneThread() {
        let bomb = String(repeating: "[", count: 100_000)
        let found = Parallel.map(Array(0..<32)) { _ in read(bomb, YAMLLimits(bytes: 1 << 30)).codes }
        #expect(found.allSatisfy { $0 == [YAMLRule.tooDeep.rawValue] })
    }

    @Test("a mapping's depth goes on through aliases")
    func depthThroughAliases() {
        let deep = "a: &a " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + "\n"
        #expect(read(deep + "b: [[[*a]]]\n").codes.isEmpty)
        #expect(read(deep + "b: [[[[*a]]]]\n").codes == [YAMLRule.tooDeep.rawValue])
    }

    @Test("nodes that aliases repeat are counted each time, so that a bomb of them stays small")
    func aliasBomb() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            bomb +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        let result = read(bomb)
        #expect(result.root == nil && result.codes == [YAMLRule.aliasExpansion.rawValue])
        #expect(result.findings.first?.span?.start.line == 4)
    }

    @Test("nodes are limited")
    func nodes() {
        #expect(read("[a, b, c]", YAMLLimits(nodes: 4)).codes.isEmpty)
        #expect(read("[a, b, c]", YAMLLimits(nodes: 3)).codes == [YAMLRule.tooManyNodes.rawValue])
        let many = String(repeating: "- a\n", count: 100_000)
        #expect(read(many, YAMLLimits(nodes: 100_001)).codes.isEmpty)
        for limit in [254, 255, 256, 257, 1000] {
            #expect(read(many, YAMLLimits(nodes: limit)).codes == [YAMLRule.tooManyNodes.rawValue])
        }
    }

    @Test("findings are limited, and the last says so")
    func findings() {
        let text = String(repeating: "a: 1\n", count: 200)
        let result = read(text, YAMLLimits(findings: 10))
        #expect(result.codes.filter { $0 == YAMLRule.duplicateKey.rawValue }.count == 10)
        #expect(result.codes.last == YAMLRule.tooManyFindings.rawValue)
    }

    @Test("a mapping of many keys finds its duplicate")
    func manyKeys() {
        let keys = (0..<5000).map { "k\($0): 1\n" }.joined()
        #expect(read(keys).codes.isEmpty)
        let result = read(keys + "k17: 1\n")
        #expect(result.codes == [YAMLRule.duplicateKey.rawValue])
        #expect(result.findings.first?.notes.first?.span?.start.line == 18)
    }

    @Test("any cut of a document is read or refused, and every place lies inside it")
    func cuts() throws {
        let text = """
            a: &x {b: "c\\n", 'd': [1, 2.5, ~]}
            "e": |+2
                f
              g
            ? h
            : !!str >-
              i
            j: *x # k
            ? l
            ? - m
            """
        let bytes = Array(text.utf8)
        for range in bytes.indices.map({ ..<$0 }) + [..<bytes.count] {
            let result = read(Array(bytes[range]))
            #expect(result.root != nil || !result.findings.isEmpty)
            if let root = result.root { #expect(isInside(root)) }
            for finding in result.findings { #expect(isInside(try #require(finding.span)), "\(finding)") }
        }
    }

    @Test("what the end of the file leaves out lies at its end", arguments: ["? ", "- ", "a:", "?\n", "[a, {b: "])
    func missingAtEnd(_ text: String) {
        let result = read(text)
        if let root = result.root { #expect(isInside(root)) }
        for finding in result.findings { #expect(finding.span.map(isInside) == true) }
    }

    /// Whether a node and all below it lie inside their file.
    private func isInside(_ node: Node) -> Bool {
        isInside(node.span) && (node.sequence ?? []).allSatisfy(isInside)
            && (node.mapping ?? []).allSatisfy { isInside($0.key) && isInside($0.value) }
    }

    private func isInside(_ span: SourceSpan) -> Bool {
        [span.start, span.end].allSatisfy { place in
            place.column <= (span.file.line(place.line)?.unicodeScalars.count ?? -1) + 1
        }
    }
}
