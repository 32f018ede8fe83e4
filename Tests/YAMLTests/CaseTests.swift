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

    /// A large file is parsed by a thread of its own.
    @Test("a document means the same behind a long comment", arguments: CaseFile.cases)
    func large(_ test: Case) {
        let (short, long) = (
            Self.read("# \n" + test.text), Self.read("# \(String(repeating: "x", count: 40_000))\n" + test.text)
        )
        #expect(long.tree == short.tree)
        #expect(long.findings == short.findings)
    }

    private static func read(_ text: String) -> (tree: [String], findings: [String]) {
        var findings = DiagnosticSet()
        let root = YAMLReader.read(SourceFile(path: "t.yaml", text: text), into: &findings)
        let told = findings.sorted.map { finding in
            "\(finding.code.rawValue) \(finding.message) \(finding.span.map { "\($0.start) \($0.end)" } ?? "") \(finding.help ?? "")"
        }
        return (root.map { TreeText.lines($0) } ?? [], told)
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
