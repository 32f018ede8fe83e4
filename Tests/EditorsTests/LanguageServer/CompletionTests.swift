import GatewayDiagnostics
import Testing

@testable import GatewayEditors

@Suite struct CompletionTests {
    /// A text with `§` where the caret is, labels that must be offered, and labels that must not.
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let wanted: [String]
        let unwanted: [String]

        init(_ text: String, _ wanted: [String], not unwanted: [String] = []) {
            self.text = text
            self.wanted = wanted
            self.unwanted = unwanted
        }

        var testDescription: String { text }
    }

    private static let head =
        "spec: 1\nservice: a\ntypes:\n  Item: { a: int }\nhubs:\n  chat: { receives: text, sends: text }\n"

    static let cases = [
        Case("§", ["spec", "service", "routes"]),
        Case("spec: 1\nservice: a\nro§\n", ["routes", "groups"], not: ["spec", "service"]),
        Case("spec: 1\nservice: a\nroutes:\n  §\n", ["GET", "WS", "ANY"]),
        Case(head + "routes:\n  GET /a:\n    §", ["handler", "static", "auth", "timeout"], not: ["routes"]),
        Case(head + "routes:\n  GET /a:\n    ha§\n  GET /b: { handler: b }\n", ["handler"]),
        Case(head + "routes:\n  GET /a: { handler: a, § }\n", ["query", "returns"], not: ["handler", "hub", "proxy"]),
        Case(head + "routes:\n  GET /a: { handler: a, ret§\n", ["returns"]),
        Case(head + "routes:\n  GET /a: { handler: a, returns: § }\n", ["Item", "string", "html", "int64"]),
        Case(head + "routes:\n  GET /a: { handler: a, returns: [It§\n  GET /b: { handler: b }\n", ["Item", "string"]),
        Case(
            head + "routes:\n  POST /a: { handler: a, body: § }\n", ["Item", "string", "text", "binary", "stream"],
            not: ["html"]),
        Case(head + "routes:\n  WS /a: { hub: §", ["chat"], not: ["Item"]),
        Case(head + "routes:\n  WS /a:\n    hub: c§\n", ["chat"]),
        Case(head + "routes:\n  GET /a: { redirect: { to: /b, status: § } }\n", ["301", "308"]),
        Case(head + "routes:\n  GET /a:\n    handler: a\n    priority: §\n", ["low", "high"]),
        Case(
            head + "routes:\n  GET /a:\n    handler: a\n    query:\n      q: { type: string, § }\n",
            ["optional", "length"], not: ["type", "nullable"]),
        Case("spec: 1\nservice: a\ntypes:\n  Item:\n    a: §\n", ["string", "Item"]),
        Case("spec: 1\nservice: a\ntypes:\n  Item:\n    $§\n", ["$doc", "$include"]),
        Case("spec: 1\nservice: a\nhubs:\n  chat:\n    receives: §\n", ["text", "binary"]),
        Case("spec: 1\nservice: a\nhubs:\n  chat:\n    compress: §\n", ["true", "false"]),
        Case("spec: 1\nservice: a\nhubs:\n  chat:\n    limits: { § }\n", ["message", "queue"]),
        Case("spec: 1\nservice: a\nhubs:\n  chat:\n    relay: { to: § }\n", ["room", "others", "sender"]),
        Case("spec: 1\nservice: a\nhubs:\n  chat:\n    user: \"{§}\"\n", ["{user}", "{query.…}"]),
        Case("spec: 1\nservice: a\ngroups:\n  - §\n", ["name", "prefix", "routes"]),
        Case("spec: 1\nservice: a\ngroups:\n  - name: x\n    auth: §\n", ["none"]),
        Case("spec: 1\nservice: a\nserv§ice: b\n", [], not: ["service"]),
        Case("types:\n  A: { b: in§ }\n", ["int64", "A"]),
    ]

    @Test("completion offers what may stand at the caret", arguments: cases)
    func completion(_ test: Case) throws {
        var client = try TestClient()
        let items = try client.ask("textDocument/completion", test.text).array ?? []
        let labels = items.compactMap { $0["label"]?.string }
        for label in test.wanted { #expect(labels.contains(label), "\(label) is not among \(labels)") }
        for label in test.unwanted { #expect(!labels.contains(label), "\(label) is among \(labels)") }
    }

    @Test("an item replaces the word that is being typed, and brings its colon")
    func edits() throws {
        var client = try TestClient()
        let items = try client.ask("textDocument/completion", "spec: 1\nservice: é\nroutes:\n  GET /a: { han§ }\n")
            .array
        let item = try #require(items?.first { $0["label"]?.string == "handler" })
        #expect(item["textEdit"]?["newText"]?.string == "handler: ")
        #expect(item["textEdit"]?["range"]?.range == "3:12-3:15")
        #expect(item["documentation"]?["value"]?.string?.contains("calls a function") == true)
        let again = try client.ask(
            "textDocument/completion", "spec: 1\nservice: a\nrou§tes:\n  GET /a: { handler: a }\n"
        ).array
        #expect(again?.first { $0["label"]?.string == "routes" }?["textEdit"]?["newText"]?.string == "routes")
    }
}
