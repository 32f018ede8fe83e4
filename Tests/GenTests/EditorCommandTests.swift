import Foundation
import Testing

@Suite("gen's commands for editors")
struct EditorCommandTests {
    private let gen: GenProgram
    private static let neat = "spec: 1\nservice: hello\nroutes:\n  GET /: { respond: { text: Hello! } }  # greets\n"
    private static let untidy = "spec:   1\nservice: hello\nroutes:\n    GET /: {respond: {text: Hello!}} # greets\n"

    init() throws { gen = try GenProgram() }

    @Test("format rewrites what is not in form, names it, and keeps a file's rights")
    func format() throws {
        try gen.write(Self.untidy, to: "a.yaml")
        try gen.write(Self.neat, to: "b.yaml")
        let path = gen.folder.appending(path: "a.yaml").path
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let run = try gen.run("api", "format", "a.yaml", "b.yaml")
        #expect(run.status == 0 && run.output == "formatted a.yaml\n" && run.errors == "")
        #expect(try gen.text("a.yaml") == Self.neat)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: gen.folder.path).count == 2)
        #expect(try gen.run("api", "format", "a.yaml", "b.yaml").output == "")
    }

    @Test("format --check writes nothing and exits 1 if a file is not in form")
    func check() throws {
        try gen.write(Self.untidy, to: "a.yaml")
        try gen.write(Self.neat, to: "b.yaml")
        let run = try gen.run("api", "format", "--check", "a.yaml", "b.yaml")
        #expect(run.status == 1 && run.output == "not in form: a.yaml\n")
        #expect(try gen.text("a.yaml") == Self.untidy)
        #expect(try gen.run("api", "format", "--check", "b.yaml").status == 0)
    }

    @Test("format - goes from standard input to standard output")
    func standardInput() throws {
        let run = try gen.run("api", "format", "-", input: Self.untidy)
        #expect(run.status == 0 && run.output == Self.neat)
        let check = try gen.run("api", "format", "-", "--check", input: Self.untidy)
        #expect(check.status == 1 && check.output == "")
    }

    @Test("a file with a syntax error is left alone and told of, and the others are formatted")
    func syntaxError() throws {
        try gen.write("spec: [1\nservice: a\n", to: "bad.yaml")
        try gen.write(Self.untidy, to: "a.yaml")
        let run = try gen.run("api", "format", "bad.yaml", "nowhere.yaml", "a.yaml")
        #expect(run.status == 1)
        #expect(run.errors.contains("bad.yaml:1:7: error[YAML") && run.errors.contains("nowhere.yaml"))
        #expect(try gen.text("bad.yaml") == "spec: [1\nservice: a\n")
        #expect(try gen.text("a.yaml") == Self.neat)
        #expect(try gen.run("api", "format", "-", input: "a: [").output == "")
    }

    @Test(
        "wrong usage is 64",
        arguments: [
            ["api", "format"], ["api", "format", "a.txt"], ["api", "format", "-", "a.yaml"], ["schema", "x"],
        ])
    func usage(_ arguments: [String]) throws {
        #expect(try gen.run(arguments).status == 64)
    }

    @Test("schema goes to standard output or a file")
    func schema() throws {
        let run = try gen.run("schema")
        #expect(run.status == 0)
        let schema = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        #expect(schema?["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
        #expect(try gen.run("schema", "--output", "s.json").status == 0)
        #expect(try gen.text("s.json") == run.output)
        let failed = try gen.run("schema", "--output", "no/such/s.json")
        #expect(failed.status == 1 && failed.errors.contains("GEN0902"))
    }

    @Test("findings come as a SARIF log")
    func sarif() throws {
        try gen.write(Self.neat + "surplus: 1\n", to: "bad.yaml")
        let run = try gen.run("api", "validate", "bad.yaml", "--format", "sarif")
        #expect(run.status == 1 && run.errors == "")
        let log = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let results = (log?["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]]
        #expect(results?.map { $0["ruleId"] as? String } == ["GEN0101"])
    }
}
