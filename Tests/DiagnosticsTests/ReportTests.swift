import Foundation
import GatewayDiagnostics
import Testing

@Suite("Findings for programs")
struct ReportTests {
    private let findings: DiagnosticSet = {
        let file = SourceFile(path: "specs/a, b: 100%.yaml", text: "a: \"x\"\nb: ü\n")
        let span = file.span(SourcePosition(line: 2, column: 4), SourcePosition(line: 2, column: 5))
        let first = file.span(SourcePosition(line: 1, column: 1), SourcePosition(line: 2, column: 1))
        var set = DiagnosticSet()
        set.error(
            "GEN0002", "bad \"ü\": 100%", at: span, label: "here", help: "mend it\nnow",
            notes: [Diagnostic.Note("see", at: first)])
        set.warning("GEN0001", "no place", at: nil)
        return set
    }()

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("the JSON report has the documented members")
    func json() throws {
        let report = try object(JSONRenderer().render(findings))
        #expect(report["version"] as? Int == 1)
        #expect(report["errors"] as? Int == 1)
        #expect(report["warnings"] as? Int == 1)
        let items = try #require(report["diagnostics"] as? [[String: Any]])
        #expect(items.map { $0["code"] as? String } == ["GEN0001", "GEN0002"])
        #expect(items[0]["path"] is NSNull && items[0]["line"] is NSNull && items[0]["help"] is NSNull)
        #expect(items[1]["message"] as? String == "bad \"ü\": 100%")
        #expect(items[1]["path"] as? String == "specs/a, b: 100%.yaml")
        let place = ["line", "column", "endLine", "endColumn"].map { items[1][$0] as? Int }
        #expect(place == [2, 4, 2, 5])
        #expect(items[1]["help"] as? String == "mend it\nnow")
        let notes = try #require(items[1]["notes"] as? [[String: Any]])
        #expect(notes.count == 1 && notes[0]["message"] as? String == "see" && notes[0]["endLine"] as? Int == 2)
    }

    @Test("an empty report is still a whole JSON object")
    func emptyJSON() throws {
        let report = try object(JSONRenderer().render(DiagnosticSet()))
        #expect((report["diagnostics"] as? [Any])?.isEmpty == true)
    }

    @Test(
        "strings are escaped so that any JSON parser reads them back",
        arguments: ["\u{0}\u{1F}\u{7F}\u{9B}", "a\"\\/\n\r\t", "🎉 名"])
    func jsonEscapes(_ text: String) throws {
        let report = JSONRenderer().render(DiagnosticSet([.error("X1", text, at: nil)]))
        let items = try #require(try object(report)["diagnostics"] as? [[String: Any]])
        #expect(items[0]["message"] as? String == text)
        #expect(
            report.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }

    @Test("a GitHub command has its place and escapes what would end its parts")
    func gitHub() {
        #expect(
            GitHubRenderer().render(findings) == """
                ::warning title=GEN0001::no place
                ::error file=specs/a%2C b%3A 100%25.yaml,line=2,endLine=2,col=4,endColumn=4,title=GEN0002::\
                bad "ü": 100%25: here%0Ahelp: mend it%0Anow%0Anote: specs/a, b: 100%25.yaml:1:1: see

                """)
    }

    @Test("a GitHub command for several lines names no columns, which GitHub would refuse")
    func gitHubLines() {
        let file = SourceFile(path: "a.yaml", text: "a\nb\n")
        let span = file.span(.start, SourcePosition(line: 2, column: 2))
        let text = GitHubRenderer().render(DiagnosticSet([.error("X1", "m", at: span)]))
        #expect(text == "::error file=a.yaml,line=1,endLine=2,title=X1::m\n")
    }

    @Test("a SARIF log names tool, rules, places and related places")
    func sarif() throws {
        let log = try object(SARIFRenderer(tool: "gen").render(findings))
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
        #expect(driver?["name"] as? String == "gen")
        #expect((driver?["rules"] as? [[String: String]])?.compactMap { $0["id"] } == ["GEN0001", "GEN0002"])
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["level"] as? String } == ["warning", "error"])
        #expect(results[0]["locations"] == nil)
        let location = (results[1]["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        let uri = (location?["artifactLocation"] as? [String: String])?["uri"]
        #expect(uri == "specs/a%2C%20b%3A%20100%25.yaml")
        let region = location?["region"] as? [String: Int]
        #expect(region == ["startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 5])
        #expect((results[1]["relatedLocations"] as? [Any])?.count == 1)
    }
}
