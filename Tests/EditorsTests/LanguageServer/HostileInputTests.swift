import GatewayDiagnostics
import Testing

@testable import GatewayEditors

/// Nothing that comes may end the server: each of these tests would crash, not fail.
@Suite struct HostileInputTests {
    private static let methods = [
        "textDocument/hover", "textDocument/definition", "textDocument/references", "textDocument/completion",
        "textDocument/prepareRename", "textDocument/rename",
    ]

    @Test(
        "every request is answered at any place of a text that is typed letter by letter",
        arguments: Repository.smallSamples + ["specs/shop.yaml"])
    func typing(_ path: String) throws {
        let text = try Repository.text(path)
        var random = SeededGenerator(seed: 1)
        var client = try TestClient()
        for _ in 0..<20 {
            let typed = String(text.prefix(Int.random(in: 0...text.count, using: &random)))
            client.open("file:///w/spec.yaml", typed)
            let line = Int.random(in: -1...(typed.count { $0 == "\n" } + 1), using: &random)
            let position = JSONText.object([
                ("line", .integer(line)), ("character", .integer(Int.random(in: -2...90, using: &random))),
            ])
            let parameters = JSONText.object([
                ("textDocument", .object([("uri", .string("file:///w/spec.yaml"))])), ("position", position),
                ("newName", .string("New")),
            ])
            for method in Self.methods { _ = try client.request(method, parameters) }
            _ = try client.request("textDocument/documentSymbol", parameters)
            _ = try client.request("textDocument/formatting", parameters)
            _ = try client.findings()
        }
    }

    @Test("messages with parts of the wrong kind are answered or ignored", arguments: 0..<4 as Range<UInt64>)
    func garbage(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var client = try TestClient()
        client.open("file:///w/spec.yaml", "spec: 1\nservice: a\n")
        let names = [
            "textDocument", "uri", "position", "line", "character", "text", "contentChanges", "newName", "context",
        ]
        let methods =
            Self.methods + [
                "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave",
                "textDocument/documentSymbol", "textDocument/formatting", "workspace/didChangeWatchedFiles", "", "$/x",
            ]
        func value(_ depth: Int) -> JSONText {
            switch Int.random(in: 0..<(depth < 4 ? 9 : 6), using: &random) {
            case 0: return .null
            case 1: return .bool(true)
            case 2: return .integer([0, -1, .max, .min, 5].randomElement(using: &random) ?? 0)
            case 3:
                return .string(
                    ["file:///w/spec.yaml", "file://", "%", "a: [", "\u{0}", ""].randomElement(using: &random) ?? "")
            case 4: return .number(1e300)
            case 5: return .string("file:///%ff%2")
            case 6: return .array((0..<2).map { _ in value(depth + 1) })
            default:
                return .object(names.shuffled(using: &random).prefix(4).map { ($0, value(depth + 1)) })
            }
        }
        for _ in 0..<500 {
            var message: [(String, JSONText)] = [("method", .string(methods.randomElement(using: &random) ?? ""))]
            if Bool.random(using: &random) { message.append(("id", value(4))) }
            if Bool.random(using: &random) { message.append(("params", value(0))) }
            let answers = try client.send(JSONText.object(message).compact)
            #expect(answers.count <= 1)
            if Int.random(in: 0..<20, using: &random) == 0 { _ = try client.findings() }
        }
        #expect(client.server.exitStatus == nil)
    }
}
