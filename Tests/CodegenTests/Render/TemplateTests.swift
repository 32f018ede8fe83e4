import Foundation
import Testing

@testable import GatewayCodegen

@Suite("templates")
struct TemplateTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../templates")

    @Test("the catalog is the folder, byte for byte")
    func catalog() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == Set(TemplateCatalog.sources.keys.map { $0 + ".mustache" }))
        for (name, text) in TemplateCatalog.sources {
            #expect(text == (try String(contentsOf: Self.folder.appending(path: name + ".mustache"), encoding: .utf8)))
        }
    }

    @Test("every template is sound")
    func sound() throws {
        _ = try TemplateSet(sources: TemplateCatalog.sources)
    }

    @Test("values are text, not HTML, in partials too")
    func text() throws {
        let set = try TemplateSet(sources: ["a": "{{x}} {{> b}}", "b": "{{#l}}{{line}};{{/l}}{{^no}}!{{/no}}"])
        #expect(try set.render("a", ["x": "<&\">", "l": .lines(["1 < 2", "3"]), "no": false]) == "<&\"> 1 < 2;3;!")
    }

    @Test("blocks stand with an empty line between them")
    func blocks() throws {
        let set = try TemplateSet(sources: ["a": "h\n{{#d}}\n\n{{#lines}}\n{{line}}\n{{/lines}}\n{{/d}}\n"])
        let each = ["x", "y"].map { ["lines": ViewValue.block([$0, "", $0])] }
        #expect(
            try set.render("a", ["d": .blocks([["x", "", "x"], ["y", "", "y"]])]) == set.render("a", ["d": .list(each)])
        )
        #expect(try set.render("a", ["d": .blocks([])]) == "h\n")
    }

    @Test(
        "what is missing is an error, wherever it is asked for",
        arguments: ["{{y}}", "{{#y}}{{/y}}", "{{^y}}{{/y}}", "{{#l}}{{y}}{{/l}}", "{{{y}}}", "{{&y}}"])
    func missing(source: String) throws {
        let set = try TemplateSet(sources: ["a": source])
        #expect(throws: TemplateError(template: "a", problem: "nothing is called 'y'")) {
            try set.render("a", ["l": .lines([""])])
        }
    }

    @Test(
        "tags that could miss in silence are errors before anything is rendered",
        arguments: ["{{> nowhere}}", "{{a.b}}", "{{=<% %>=}}", "{{>*dynamic}}", "{{#x}}"])
    func refused(source: String) {
        #expect(throws: TemplateError.self) { try TemplateSet(sources: ["a": source]) }
    }
}
