import GatewayRuntime
import Testing

@Suite("Config files")
struct ConfigDocumentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let document: String
        let report: String
        var testDescription: String { document.debugDescription }

        init(_ document: String, _ report: String) {
            self.document = document
            self.report = report
        }
    }

    static let cases: [Case] = [
        Case(
            "a: 1\nb: \"x\n",
            """
            etc/chat.yaml:2:4: error: this quote is never closed on its line
                2 | b: "x
                  |    ^
             help: add the closing "; text over several lines begins with '|' or '>' behind its key
            """),
        Case(
            "a: 1\na: 2\nb: { c: 1, c: 2 }\n",
            """
            etc/chat.yaml:2:1: error: the key 'a' stands twice in this mapping, first on line 1
                2 | a: 2
                  | ^
             help: keep one of them
            etc/chat.yaml:3:12: error: the key 'c' stands twice in this mapping, first on line 3
                3 | b: { c: 1, c: 2 }
                  |            ^
             help: keep one of them
            """),
        Case(
            "port:8080\nhost: x\n",
            """
            etc/chat.yaml:1:5: error: a space is missing after the colon
                1 | port:8080
                  |     ^
             help: write 'key: value', with a space
            """),
        Case(
            "host: x\nport:8080\n",
            """
            etc/chat.yaml:2:5: error: a space is missing after the colon
                2 | port:8080
                  |     ^
             help: write 'key: value', with a space
            """),
        Case(
            "host: x\nport\n",
            """
            etc/chat.yaml:2:1: error: this line has no colon, so it is no entry
                2 | port
                  | ^^^^
             help: write 'key: value'
            """),
        Case(
            "a: b: c\n",
            """
            etc/chat.yaml:1:4: error: a second ': ' on one line
                1 | a: b: c
                  |    ^
             help: put quotes around the value, or write the inner mapping on its own lines
            """),
        Case(
            "a:\n\tb: 1\n",
            """
            etc/chat.yaml:2:1: error: a tab cannot indent
                2 |  b: 1
                  | ^
             help: replace it with spaces
            """),
        Case(
            "a:\n  b: 1\n c: 2\n",
            """
            etc/chat.yaml:3:2: error: this line is indented like nothing above it
                3 |  c: 2
                  |  ^
             help: the entries of one mapping all begin in the same column
            """),
        Case(
            "a: one\n  two\n",
            """
            etc/chat.yaml:2:3: error: this line is indented further than the value above it, which has ended already
                2 |   two
                  |   ^
             help: indent it like the entry above; text over several lines begins with '|' or '>' behind its key
            """),
        Case(
            "a: [x, y\nb: 1\n",
            """
            etc/chat.yaml:2:1: error: a comma or the closing ']' is missing before this
                2 | b: 1
                  | ^
             help: put quotes around the entry if all of it is text
            """),
        Case(
            "a: [x, y\n",
            """
            etc/chat.yaml:1:4: error: this '[' is never closed
                1 | a: [x, y
                  |    ^
             help: add the closing ']'
            """),
        Case(
            "a: { b: ${X} }\n",
            """
            etc/chat.yaml:1:10: error: a ${…} in brackets needs quotes
                1 | a: { b: ${X} }
                  |          ^
             help: write "${NAME}"
            """),
        Case(
            "a: {room}\n",
            """
            etc/chat.yaml:1:5: error: the key 'room' has no value
                1 | a: {room}
                  |     ^^^^
             help: write 'room: value'; text that holds braces needs quotes
            """),
        Case(
            "a: *b\n",
            """
            etc/chat.yaml:1:4: error: anchors ('&') and aliases ('*') cannot stand in a config file
                1 | a: *b
                  |    ^
             help: write the value out, or put quotes around text that begins like this
            """),
        Case(
            "<<: b\n",
            """
            etc/chat.yaml:1:1: error: merge keys ('<<') are not part of YAML 1.2
                1 | <<: b
                  | ^^
             help: write the entries out here
            """),
        Case(
            "a: 1\n---\nb: 2\n",
            """
            etc/chat.yaml:2:1: error: a second document begins here
                2 | ---
                  | ^^^
             help: a config file holds one document
            """),
        Case(
            "a: @x\n",
            """
            etc/chat.yaml:1:4: error: a value cannot begin with '@'
                1 | a: @x
                  |    ^
             help: put quotes around it
            """),
        Case(
            "a: \"\\d\"\n",
            """
            etc/chat.yaml:1:5: error: '\\d' is no escape
                1 | a: "\\d"
                  |     ^^
             help: write \\\\ for a backslash, or use single quotes, where it has no meaning
            """),
        Case(
            "a: \"\\uD800\"\n",
            """
            etc/chat.yaml:1:5: error: a malformed escape
                1 | a: "\\uD800"
                  |     ^^^^^^
             help: it needs 4 hexadecimal digits that are a character
            """),
        Case(
            "a: 'x' y\n",
            """
            etc/chat.yaml:1:8: error: the value has ended already
                1 | a: 'x' y
                  |        ^
             help: put quotes around the whole value
            """),
        Case(
            "a: |x\n",
            """
            etc/chat.yaml:1:5: error: after '|' or '>' the line ends
                1 | a: |x
                  |     ^
             help: write the text on the next lines, or put quotes around it
            """),
        Case(
            "a: x\u{7}\n",
            """
            etc/chat.yaml:1:5: error: the character U+0007 is not allowed in YAML
                1 | a: x\u{20}
                  |     ^
             help: take it out, or write it as an escape in double quotes
            """),
    ]

    @Test("a mistake is reported with its place, its line, a caret and a remedy", arguments: cases)
    func report(_ test: Case) {
        switch ConfigDocument.parse(test.document, path: "etc/chat.yaml") {
        case .success(let document): Issue.record("accepted: \(document.root)")
        case .failure(let failure): #expect(failure.description == test.report)
        }
    }

    @Test("bytes that are no UTF-8 are refused at their place")
    func badBytes() throws {
        let result = ConfigDocument.parse(Array("a: 1\nb: ".utf8) + [0xFF], path: "c", environment: { _ in nil })
        let finding = try #require(Self.failure(result)?.diagnostics.first)
        #expect(finding.line == 2 && finding.column == 4 && finding.message == "the file is not UTF-8 text")
    }

    @Test("a file may have 1 MiB and not a byte more")
    func size() {
        let fits = "#" + String(repeating: "x", count: (1 << 20) - 1)
        #expect(Self.failure(ConfigDocument.parse(fits, path: "c")) == nil)
        #expect(Self.failure(ConfigDocument.parse(fits + "x", path: "c")) != nil)
    }

    @Test("64 levels fit, the 65th is refused", arguments: ["[", "- ", "{a: "])
    func depth(_ opener: String) {
        let closer = opener == "[" ? "]" : opener == "- " ? "" : "}"
        func nested(_ depth: Int) -> String {
            String(repeating: opener, count: depth) + "x" + String(repeating: closer, count: depth)
        }
        #expect(Self.failure(ConfigDocument.parse(nested(64), path: "c")) == nil)
        #expect(
            Self.failure(ConfigDocument.parse(nested(65), path: "c"))?.diagnostics.first?.message
                == "nested more than 64 deep")
        #expect(Self.failure(ConfigDocument.parse(String(repeating: opener, count: 100_000), path: "c")) != nil)
    }

    @Test("a document gives findings for places of its own")
    func ownFindings() throws {
        let document = try ConfigDocument.parse("port: fast\n", path: "etc/chat.yaml").get()
        let port = try #require(document.root["port"])
        let finding = document.diagnostic("'fast' is not a whole number", at: port.span, help: "write a number")
        #expect(
            finding.description == """
                etc/chat.yaml:1:7: error: 'fast' is not a whole number
                    1 | port: fast
                      |       ^^^^
                 help: write a number
                """)
    }

    private static func failure(_ result: Result<ConfigDocument, ConfigFailure>) -> ConfigFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }
}
