import Foundation
import GatewayDiagnostics
import Testing

@testable import GatewayEditors

@Suite struct LanguageServerTests {
    private static let uri = "file:///w/spec.yaml"

    // MARK: Life

    @Test("initialize comes first, shutdown last, and exit tells by its status which it was")
    func life() throws {
        var server = LanguageServer()
        func code(_ message: String) throws -> Int? {
            let answers = server.handle(.message(Array(message.utf8)))
            return try answers.first.flatMap { try JSONParser.parse(Array($0.utf8))["error"]?["code"]?.integer }
        }
        #expect(try code(#"{"jsonrpc":"2.0","id":1,"method":"textDocument/hover","params":{}}"#) == -32002)
        #expect(try code(#"{"jsonrpc":"2.0","id":2,"method":"initialize","params":{}}"#) == nil)
        #expect(try code(#"{"jsonrpc":"2.0","id":3,"method":"initialize","params":{}}"#) == -32600)
        #expect(try code(#"{"jsonrpc":"2.0","id":4,"method":"no/such","params":{}}"#) == -32601)
        #expect(try code(#"{"jsonrpc":"2.0","id":5,"method":"textDocument/hover","params":{}}"#) == -32602)
        #expect(try code("not json") == -32700)
        #expect(try code("[]") == -32600)
        #expect(try code(#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":4}}"#) == nil)
        #expect(try code(#"{"jsonrpc":"2.0","id":6,"method":"shutdown"}"#) == nil)
        #expect(try code(#"{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{}}"#) == -32600)
        #expect(server.exitStatus == nil)
        #expect(try code(#"{"jsonrpc":"2.0","method":"exit"}"#) == nil)
        #expect(server.exitStatus == 0)
        var other = LanguageServer()
        _ = other.handle(.message(Array(#"{"jsonrpc":"2.0","method":"exit"}"#.utf8)))
        #expect(other.exitStatus == 1)
    }

    // MARK: Findings

    @Test("findings are told as the text changes, with the other place, and go when they are mended")
    func findings() throws {
        var client = try TestClient()
        client.open(Self.uri, "spec: 1\nservice: a\nroutes:\n  GET /😀a: { handler: a }\n  GET /x: { handlr: b }\n")
        var found = try #require(try client.findings()[Self.uri])
        #expect(found.count == 1)
        #expect(found[0]["code"]?.string == "GEN0101")
        #expect(found[0]["range"]?.range == "4:12-4:18")
        #expect(found[0]["severity"]?.integer == 1)
        #expect(found[0]["message"]?.string?.contains("did you mean 'handler'?") == true)
        client.change(Self.uri, "spec: 1\nservice: a\nroutes:\n  GET /a: { handler: a }\n  GET /a/: { handler: b }\n")
        found = try #require(try client.findings()[Self.uri])
        let related = try #require(found.first?["relatedInformation"]?.array?.first)
        #expect(related["location"]?["uri"]?.string == Self.uri)
        #expect(related["location"]?["range"]?["start"]?["line"]?.integer == 3)
        client.change(Self.uri, "spec: 1\nservice: a\nroutes:\n  GET /a: { handler: a }\n")
        #expect(try client.findings()[Self.uri]?.isEmpty == true)
        client.change(Self.uri, "spec: 1\nservice: a\nroutes:\n  GET /a: { handler: a }\n\n")
        #expect(try client.findings().isEmpty)
    }

    @Test("columns are UTF-16 code units")
    func utf16() throws {
        var client = try TestClient()
        client.open(Self.uri, "spec: 1\nservice: a\nroutes:\n  GET /: { respond: { text: \"😀é\", stats: 200 } }\n")
        let found = try #require(try client.findings()[Self.uri])
        #expect(found.map { $0["range"]?.range } == ["3:35-3:40"])
    }

    @Test(
        "YAML that is no spec, and config, have no findings",
        arguments: ["a: 1\nb: [2\n", "hubs:\n  chat: { origins: any }\n", ""])
    func otherFiles(_ text: String) throws {
        var client = try TestClient()
        client.open(Self.uri, text)
        #expect(try client.findings().values.allSatisfy(\.isEmpty))
    }

    @Test("a mistake in an imported file is told there, from what the editor holds and from disk")
    func imports() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lsp-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "common"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let main = folder.appending(path: "main.yaml")
        let part = folder.appending(path: "common/types.yaml")
        try Data(
            "spec: 1\nservice: a\nimport: [common/types.yaml]\nroutes:\n  GET /: { handler: a, returns: T }\n".utf8
        )
        .write(to: main)
        try Data("types:\n  T: { a: strng }\n".utf8).write(to: part)
        let partURI = part.absoluteString
        let mainURI = main.absoluteString
        var client = try TestClient()
        // The part alone is open: its main file is found in the folder above.
        client.open(partURI, "types:\n  T: { a: strng, b: U }\n")
        #expect(try client.findings()[partURI]?.count == 2)
        client.change(partURI, "types:\n  T: { a: string }\n")
        #expect(try client.findings()[partURI]?.isEmpty == true)
        let text = "spec: 1\nservice: a\nimport: [common/types.yaml]\nroutes:\n  GET /: { handler: a, returns: §T }\n"
        let target = try client.ask("textDocument/definition", text, uri: mainURI)
        #expect(target["uri"]?.string == partURI)
        #expect(target["range"]?.range == "1:2-1:3")
        let file = try client.ask(
            "textDocument/definition", text.replacing("§", with: "").replacing("[common", with: "[co§mmon"),
            uri: mainURI)
        #expect(file["uri"]?.string == partURI)
        // A rename reaches every file of the spec.
        let edit = try client.ask(
            "textDocument/rename", "types:\n  §T: { a: string }\n", uri: partURI, more: [("newName", .string("Thing"))])
        #expect(Set((edit["changes"]?.object ?? []).map(\.0)) == [mainURI, partURI])
        // Closed, it counts as it is on disk.
        client.notify("textDocument/didClose", .object([("textDocument", .object([("uri", .string(partURI))]))]))
        #expect(try client.findings()[partURI]?.count == 1)
    }

    // MARK: Documents

    private static let shop = """
        spec: 1
        service: shop
        auth:
          user: { jwt: { algorithms: [HS256] } }
        middleware: [audit]
        types:
          Item:
            $doc: What is sold.
            name: string
            price: decimal?
          Order: { items: [Item], note: { type: Text, optional: true } }
        aliases:
          Text: { type: string, length: 1..9, doc: Some words. }
        upstreams:
          old: { targets: ["http://127.0.0.1:1"] }
        hubs:
          feed: { receives: Item, sends: Item }
        routes:
          GET /items/{id}: { handler: getItem, path: { id: int64 }, returns: Item, auth: user, use: audit }
          WS /feed: { hub: feed }
          ANY /old/{rest*}: { proxy: old }
          GET /feed: { presence: feed }

        """

    private static func marked(_ text: String, _ marked: String) -> String {
        shop.replacing(marked.replacing("§", with: ""), with: marked, maxReplacements: 1)
            .replacing(text, with: text)
    }

    @Test(
        "hover tells of keys, types and what is declared",
        arguments: [
            ("ha§ndler: getItem", "key of a route"), ("handler: get§Item", "Action: calls a function"),
            ("returns: It§em", "What is sold."), ("returns: It§em", "```yaml\nItem:\n"),
            ("name: str§ing", "built-in type"),
            ("decimal§?", "exact decimal"), ("hub: fe§ed", "receives: Item"), ("auth: us§er", "algorithms"),
            ("len§gth: 1..9", "How many characters"), ("type: Te§xt", "Some words."), ("$do§c", "What the type is for"),
            ("serv§ice: shop", "Required."), ("proxy: o§ld", "127.0.0.1:1"), ("use: aud§it", "middleware"),
        ])
    func hover(_ place: String, _ expected: String) throws {
        var client = try TestClient()
        let text = Self.marked("", place)
        let hover = try client.ask("textDocument/hover", text)
        #expect(hover["contents"]?["value"]?.string?.contains(expected) == true, "\(hover.compact)")
    }

    @Test(
        "definition leads from a name to where it is declared",
        arguments: [
            ("returns: It§em", "6:2-6:6"), ("[It§em]", "6:2-6:6"), ("hub: §feed", "16:2-16:6"),
            ("presence: feed§", "16:2-16:6"), ("proxy: o§ld", "14:2-14:5"), ("auth: us§er", "3:2-3:6"),
            ("use: aud§it", "4:13-4:18"), ("receives: Ite§m", "6:2-6:6"), ("type: Te§xt", "12:2-12:6"),
        ])
    func definition(_ place: String, _ range: String) throws {
        var client = try TestClient()
        let target = try client.ask("textDocument/definition", Self.marked("", place))
        #expect(target["range"]?.range == range)
    }

    @Test("a type is renamed at its declaration and everywhere it is used, without its ? and brackets")
    func rename() throws {
        var client = try TestClient()
        let text = Self.marked("", "returns: It§em")
        let edit = try client.ask("textDocument/rename", text, more: [("newName", .string("Product"))])
        let ranges = edit["changes"]?[Self.uri]?.array?.compactMap { $0["range"]?.range }
        #expect(ranges == ["6:2-6:6", "10:19-10:23", "16:20-16:24", "16:33-16:37", "18:69-18:73"])
        #expect(edit["changes"]?[Self.uri]?.array?.allSatisfy { $0["newText"]?.string == "Product" } == true)
        let prepared = try client.ask("textDocument/prepareRename", text)
        #expect(prepared["placeholder"]?.string == "Item")
    }

    @Test("a name that can't be is refused with the reason", arguments: ["Order", "string", "9x", "a b", ""])
    func badNames(_ name: String) throws {
        var client = try TestClient()
        _ = try client.ask("textDocument/hover", Self.marked("", "returns: It§em"))
        let position = JSONText.object([("line", .integer(6)), ("character", .integer(3))])
        let answer = try client.request(
            "textDocument/rename",
            .object([
                ("textDocument", .object([("uri", .string(Self.uri))])), ("position", position),
                ("newName", .string(name)),
            ]))
        #expect(answer["error"]?["code"]?.integer == -32803)
    }

    @Test("symbols are sections with declarations, and types with their fields")
    func symbols() throws {
        var client = try TestClient()
        client.open(Self.uri, Self.shop)
        let answer = try client.request(
            "textDocument/documentSymbol", .object([("textDocument", .object([("uri", .string(Self.uri))]))]))
        let top = try #require(answer["result"]?.array)
        #expect(
            top.compactMap { $0["name"]?.string } == [
                "auth", "audit", "types", "aliases", "upstreams", "hubs", "routes",
            ])
        let types = top[2]["children"]?.array ?? []
        #expect(types.compactMap { $0["name"]?.string } == ["Item", "Order"])
        #expect(types[0]["children"]?.array?.compactMap { $0["name"]?.string } == ["name", "price"])
        #expect(types[0]["range"]?.range == "6:2-9:19")
    }

    @Test("formatting is one edit of the whole text, or none")
    func formatting() throws {
        var client = try TestClient()
        let parameters = JSONText.object([("textDocument", .object([("uri", .string(Self.uri))]))])
        client.open(Self.uri, "spec:   1\nservice: a\nroutes:\n  GET /: {handler: a}")
        let edits = try client.request("textDocument/formatting", parameters)["result"]?.array ?? []
        #expect(edits.map { $0["newText"]?.string } == ["spec: 1\nservice: a\nroutes:\n  GET /: { handler: a }\n"])
        #expect(edits.first?["range"]?.range == "0:0-3:21")
        client.change(Self.uri, "spec: 1\nservice: [a\n")
        #expect(try client.request("textDocument/formatting", parameters)["result"]?.array?.isEmpty == true)
    }
}
