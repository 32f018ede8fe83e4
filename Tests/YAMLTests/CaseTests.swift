import GatewayDiagnostics
import GatewayYAML
import Testing

@Suite("YAML documents")
struct CaseTests {
    @Test("a document gives the tree and the findings of its case", arguments: CaseFile.cases)
    func document(_ test: Case) {
        guard !CaseFile.isWriting else { return }
        #expect(Self.result(test) == test.expected)
    }

    @Test("expectations are written when asked for", .enabled(if: CaseFile.isWriting), arguments: CaseFile.names)
    func write(_ name: String) throws {
        try CaseFile.write(name, Self.result)
    }

    @Test("a document means the same behind a long comment", arguments: CaseFile.cases)
    func large(_ test: Case) {
        expectSame(test.text)
    }

    @Test(
        "what breaks off a long document is the same, wherever it stands",
        arguments: [0, 1, 254, 255, 256, 257, 511, 1000])
    func late(_ count: Int) {
        let items = String(repeating: "- a\n", count: count)
        for end in [
            "- 'open\n", "- [a, {b\n", "- \"\\q\"\n", "-\tb: c: d\n", "- !!int x\n", "--- b\n", "- *nobody\n", "]\n",
        ] {
            expectSame(items + end)
        }
    }

    /// Holds a document against the same one as a large file, whose events come from a thread of its own.
    private func expectSame(_ text: String) {
        let short = Self.read("# \n" + text)
        let long = Self.read("# \(String(repeating: "x", count: 20_000))\n" + text)
        #expect(long.tree == short.tree)
        #expect(long.findings == short.findings)
    }

    private static func read(_ text: String) -> (tree: [String], findings: String) {
        var findings = DiagnosticSet()
        let root = YAMLReader.read(SourceFile(path: "t.yaml", text: text), into: &findings)
        return (root.map { TreeText.lines($0) } ?? [], JSONRenderer().render(findings))
    }

    @Test("no case is lost")
    func files() {
        #expect(CaseFile.names.count >= 5)
        #expect(CaseFile.cases.count >= 100)
    }

    private static func result(_ test: Case) -> String {
        var findings = DiagnosticSet()
        let root = YAMLReader.read(SourceFile(path: "t.yaml", text: test.text), into: &findings)
        let tree = root.map { TreeText.lines($0) } ?? []
        let report = TextRenderer(colour: false).render(findings)
        return (tree + [report]).joined(separator: "\n").trimmingLines
    }
}

extension String {
    /// The text without line breaks at its end and blanks at its lines' ends, which editors would take out of the files.
    fileprivate var trimmingLines: String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return line
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
