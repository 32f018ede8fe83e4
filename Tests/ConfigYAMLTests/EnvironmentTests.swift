import GatewayRuntime
import Testing

@Suite("Environment variables in config files")
struct EnvironmentTests {
    private static let environment = [
        "HOST": "example.com", "EMPTY": "", "PORT": "80", "EVIL": "x\nport: 1", "DOLLAR": "${HOST}",
    ]

    private func parse(_ text: String) -> Result<ConfigDocument, ConfigFailure> {
        ConfigDocument.parse(text, path: "c.yaml", environment: { Self.environment[$0] })
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let value: String
        let text: String
        let isFromEnvironment: Bool
        var testDescription: String { value }

        init(_ value: String, _ text: String, _ isFromEnvironment: Bool) {
            self.value = value
            self.text = text
            self.isFromEnvironment = isFromEnvironment
        }
    }

    static let cases: [Case] = [
        Case("${HOST}", "example.com", true), Case("'${HOST}'", "example.com", true),
        Case("\"${HOST}\"", "example.com", true),
        Case("http://${HOST}:${PORT}/x", "http://example.com:80/x", true), Case("${NONE:7}", "7", true),
        Case("${PORT:7}", "80", true),
        Case("${EMPTY:7}", "", true), Case("${EMPTY}", "", true), Case("${NONE:}", "", true),
        Case("\"${NONE:a b:c}\"", "a b:c", true),
        Case("$${HOST}", "${HOST}", false), Case("a $${HOST} ${PORT}", "a ${HOST} 80", true),
        Case("$HOST", "$HOST", false),
        Case("$", "$", false), Case("a$", "a$", false), Case("$$", "$$", false), Case("US$5", "US$5", false),
        Case("\"$$${PORT}\"", "$${PORT}", false), Case("|-\n  x ${HOST}\n  y", "x example.com\ny", true),
        Case("${EVIL}", "x\nport: 1", true),
        Case("${DOLLAR}", "${HOST}", true), Case("\"[${PORT}]\"", "[80]", true),
    ]

    @Test("references become their variables' values, and any other dollar is itself", arguments: cases)
    func values(_ test: Case) throws {
        let value = try #require(try parse("a: \(test.value)\n").get().root["a"])
        #expect(value.text == test.text)
        #expect(value.isFromEnvironment == test.isFromEnvironment)
    }

    @Test("a plain value means what its variable's text means, a quoted one stays a string")
    func meaning() throws {
        let root = try parse("a: ${PORT}\nb: \"${PORT}\"\nc: ${EMPTY}\nd: ${NONE:true}\n").get().root
        #expect(root["a"]?.meaning == .integer(80) && root["b"]?.meaning == .string("80"))
        #expect(root["c"]?.isNull == true && root["d"]?.meaning == .bool(true))
    }

    @Test("a variable adds no keys, and in keys there are no variables")
    func structure() throws {
        let root = try parse("a: ${EVIL}\n${HOST}: 1\n").get().root
        #expect(root.mapping?.map(\.key) == ["a", "${HOST}"])
    }

    @Test("all variables that are missing are reported at once, each at its place")
    func missing() throws {
        guard
            case .failure(let failure) = parse(
                "a: x ${ONE} ${HOST} ${TWO}\nb: [\"${THREE}\", 'it''s ${FOUR}']\nc: ${9}\nd: ${OPEN\n")
        else {
            Issue.record("accepted")
            return
        }
        let places = failure.diagnostics.map { "\($0.line):\($0.column)-\($0.endColumn) \($0.message)" }
        #expect(
            places == [
                "1:6-12 the environment variable ONE is not set", "1:21-27 the environment variable TWO is not set",
                "2:6-14 the environment variable THREE is not set", "2:17-32 the environment variable FOUR is not set",
                "3:4-8 '9' is no name of an environment variable", "4:4-10 '${' is never closed",
            ])
        #expect(failure.diagnostics[0].help == "set it, or give a default: ${ONE:default}")
    }

    @Test("no finding shows a variable's value")
    func secrets() {
        guard case .failure(let failure) = parse("a: ${HOST} ${NONE}\na: ${HOST}\n") else {
            Issue.record("accepted")
            return
        }
        #expect(!failure.description.contains("example.com"))
    }
}
