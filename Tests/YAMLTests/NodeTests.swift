import GatewayDiagnostics
import GatewayYAML
import Testing

@Suite("Nodes")
struct NodeTests {
    private func read(_ text: String) throws -> Node {
        var findings = DiagnosticSet()
        let node = YAMLReader.read(SourceFile(path: "t.yaml", text: text), into: &findings)
        #expect(findings.isEmpty)
        return try #require(node)
    }

    @Test("accessors give what a node is, and nothing else")
    func accessors() throws {
        let root = try read("s: text\nq: \"1\"\ni: 7\nb: true\nn:\nf: 1.5\nl: [a]\nm: { x: y }\n")
        #expect(root.mapping?.map(\.name) == ["s", "q", "i", "b", "n", "f", "l", "m"])
        #expect(root["s"]?.string == "text" && root["q"]?.string == "1" && root["i"]?.string == nil)
        #expect(root["i"]?.int == 7 && root["q"]?.int == nil && root["i"]?.text == "7")
        #expect(root["b"]?.bool == true && root["s"]?.bool == nil)
        #expect(root["n"]?.isNull == true && root["q"]?.isNull == false && root["l"]?.isNull == false)
        #expect(root["l"]?.sequence?.count == 1 && root["l"]?.mapping == nil && root["l"]?.text == nil)
        #expect(root["m"]?["x"]?.text == "y" && root["m"]?.isFlow == true && root.isFlow == false)
        #expect(root["absent"] == nil && root["s"]?["x"] == nil)
        #expect(root.entry(named: "q")?.key.span.start == SourcePosition(line: 2, column: 1))
        let kinds = ["a string", "a string", "an integer", "a Boolean", "nothing", "a number", "a list", "a mapping"]
        #expect(root.mapping?.map(\.value.kindName) == kinds)
    }

    @Test(
        "a part of a text has its own place where the file writes it verbatim, else the whole text's",
        arguments: [
            ("a: /x/{id}", 6, 7..<11), ("a: '/x/{id}'", 6, 8..<12), ("a: \"/x/{id}\"", 6, 8..<12),
            ("a: '/''/{id}'", 6, 4..<14), ("a: \"\\x2F\\x2F/{id}\"", 6, 4..<19), ("a: &k !!str /x/{id}", 6, 16..<20),
        ] as [(String, Int, Range<Int>)])
    func parts(_ text: String, _ length: Int, _ columns: Range<Int>) throws {
        let node = try #require(try read(text)["a"])
        let span = node.span(from: 3, count: 4)
        #expect(span.start.column == columns.lowerBound && span.end.column == columns.upperBound)
    }

    @Test(
        "a part that lies outside of the text is the whole text",
        arguments: [(-1, 1), (0, 4), (3, 1), (4, -1), (1, .max)])
    func badParts(_ offset: Int, _ count: Int) throws {
        let node = try read("abc")
        #expect(node.span(from: offset, count: count) == node.span)
    }

    @Test("every rule has its own words, and its code leads back to it", arguments: YAMLRule.allCases)
    func rules(_ rule: YAMLRule) {
        #expect(YAMLRule(code: rule.code) == rule)
        #expect(rule.rawValue.hasPrefix("YAML") && rule.rawValue.count == 8)
        #expect(!rule.title.isEmpty && rule.explanation.hasSuffix("."))
    }
}
