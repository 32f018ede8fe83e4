import GatewayDiagnostics
import Testing

@testable import GatewayEditors

/// A client that talks to a server without a stream between.
struct TestClient {
    var server = LanguageServer()
    private var lastID = 0

    /// A client that has shaken hands.
    init() throws {
        let answer = try request(
            "initialize", .object([("rootUri", .string("file:///w")), ("capabilities", .object([]))]))
        try #require(answer["result"]?["capabilities"] != nil)
        notify("initialized", .object([]))
    }

    /// Sends a request and takes the whole answer.
    mutating func request(_ method: String, _ parameters: JSONText) throws -> JSONText {
        lastID += 1
        let message = JSONText.object([
            ("jsonrpc", .string("2.0")), ("id", .integer(lastID)), ("method", .string(method)), ("params", parameters),
        ])
        let answers = try send(message.compact)
        try #require(answers.count == 1)
        #expect(answers[0]["id"]?.integer == lastID)
        return answers[0]
    }

    mutating func notify(_ method: String, _ parameters: JSONText) {
        _ = try? send(
            JSONText.object([("jsonrpc", .string("2.0")), ("method", .string(method)), ("params", parameters)]).compact)
    }

    mutating func send(_ text: String) throws -> [JSONText] {
        try server.handle(.message(Array(text.utf8))).map { try JSONParser.parse(Array($0.utf8)) }
    }

    /// What the server says of its own accord once it has time: findings by URI.
    mutating func findings() throws -> [String: [JSONText]] {
        var result: [String: [JSONText]] = [:]
        while server.hasWork {
            for message in server.work() {
                let parameters = try #require(try JSONParser.parse(Array(message.utf8))["params"])
                result[parameters["uri"]?.string ?? ""] = parameters["diagnostics"]?.array
            }
        }
        return result
    }

    // MARK: Documents

    mutating func open(_ uri: String, _ text: String) {
        notify(
            "textDocument/didOpen",
            .object([
                (
                    "textDocument",
                    .object([
                        ("uri", .string(uri)), ("languageId", .string("yaml")), ("version", .integer(1)),
                        ("text", .string(text)),
                    ])
                )
            ]))
    }

    mutating func change(_ uri: String, _ text: String) {
        notify(
            "textDocument/didChange",
            .object([
                ("textDocument", .object([("uri", .string(uri)), ("version", .integer(2))])),
                ("contentChanges", .array([.object([("text", .string(text))])])),
            ]))
    }

    /// Asks about the place of `§` in a text, which is opened without it.
    mutating func ask(
        _ method: String, _ marked: String, uri: String = "file:///w/spec.yaml", more: [(String, JSONText)] = []
    ) throws -> JSONText {
        let mark = try #require(marked.firstIndex(of: "§"))
        let before = marked[..<mark]
        open(uri, marked.replacing("§", with: ""))
        let line = before.count { $0 == "\n" }
        let character = before.split(separator: "\n", omittingEmptySubsequences: false).last?.utf16.count ?? 0
        let position = JSONText.object([("line", .integer(line)), ("character", .integer(character))])
        let parameters = JSONText.object(
            [("textDocument", .object([("uri", .string(uri))])), ("position", position)] + more)
        return try #require(try request(method, parameters)["result"])
    }
}

extension JSONText {
    /// `line:character-line:character` of a range.
    var range: String {
        func place(_ name: String) -> String {
            "\(self[name]?["line"]?.integer ?? -1):\(self[name]?["character"]?.integer ?? -1)"
        }
        return "\(place("start"))-\(place("end"))"
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
