import Foundation
import GatewayDiagnostics
import GatewaySpec
import Testing

@Suite struct ReferenceTests {
    static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/spec-reference.md")

    @Test("the page's tables are those of the code")
    func tables() throws {
        for name in ["keys", "rules"] { try checkTable(name) }
    }

    private func checkTable(_ name: String) throws {
        let table = name == "keys" ? SpecReference.keyTable : SpecReference.ruleTable
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- \(name): "))
        let startEnd = try #require(text.range(of: "-->\n", range: start.upperBound..<text.endIndex)).upperBound
        let end = try #require(text.range(of: "<!-- end of \(name) -->")).lowerBound
        guard text[startEnd..<end] != table else { return }
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            let new = text[..<startEnd] + table + text[end...]
            try String(new).write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded: read it before you commit it")
        } else {
            #expect(String(text[startEnd..<end]) == table)
        }
    }

    @Test("every YAML block of the page is a sound spec", arguments: [("spec-reference.md", 4), ("auth.md", 2)])
    func blocks(page: String, count: Int) throws {
        let file = Self.page.deletingLastPathComponent().appending(path: page)
        let text = try String(contentsOf: file, encoding: .utf8)
        let parts = text.components(separatedBy: "```yaml\n").dropFirst()
        #expect(parts.count >= count)
        // Those that name a config file are held against the settings by another test.
        for part in parts where !part.hasPrefix("# etc/") {
            let block = part.components(separatedBy: "\n```")[0] + "\n"
            let spec = block.contains("spec: 1") ? block : "spec: 1\nservice: demo\n" + block
            let result = SpecLoader().load(SourceFile(path: page, text: spec))
            #expect(TextRenderer(colour: false).render(result.diagnostics) == "")
        }
    }

    @Test("every rule has a title and an explanation of its own, and its code finds it", arguments: SpecRule.allCases)
    func explained(rule: SpecRule) {
        #expect(rule.title != rule.rawValue)
        #expect(rule.explanation.count > 20)
        #expect(!rule.explanation.contains("  "))
        #expect(SpecRule(code: rule.code) == rule)
        #expect(SpecRule.allCases.filter { $0.title == rule.title }.count == 1)
    }

    /// Those that another test shows: one needs many files, the other is the gateway's to say.
    private static let shownElsewhere: [SpecRule] = [.tooManyFiles, .middlewareNeedsCode]

    @Test("every rule is shown by a case", arguments: SpecRule.allCases.filter { !shownElsewhere.contains($0) })
    func covered(rule: SpecRule) {
        #expect(SpecCase.all.contains { $0.expected.contains("[\(rule.rawValue)]") }, "no case shows \(rule)")
    }
}
