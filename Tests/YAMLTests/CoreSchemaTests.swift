import GatewayYAML
import Testing

@Suite("YAML 1.2 core scalars")
struct CoreSchemaTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let meant: Scalar.Resolved
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ meant: Scalar.Resolved) {
            self.text = text
            self.meant = meant
        }
    }

    static let cases: [Case] =
        ["", "~", "null", "Null", "NULL"].map { Case($0, .null) }
        + ["true", "True", "TRUE"].map { Case($0, .bool(true)) }
        + ["false", "False", "FALSE"].map { Case($0, .bool(false)) }
        + [
            Case("0", .int(0)), Case("-0", .int(0)), Case("+7", .int(7)), Case("1234567890", .int(1_234_567_890)),
            Case("9223372036854775807", .int(.max)), Case("-9223372036854775808", .int(.min)),
            Case("9223372036854775808", .bigInt("9223372036854775808")), Case("0x1F", .int(31)),
            Case("0xdeadBEEF", .int(0xDEAD_BEEF)), Case("0o17", .int(15)),
            Case("0xFFFFFFFFFFFFFFFFF", .bigInt("0xFFFFFFFFFFFFFFFFF")), Case("1.5", .float(1.5)),
            Case("-1.5e3", .float(-1500)), Case(".5", .float(0.5)), Case("5.", .float(5)), Case("1e2", .float(100)),
            Case("1E-2", .float(0.01)), Case("0.0", .float(0)), Case(".inf", .float(.infinity)),
            Case("-.INF", .float(-.infinity)), Case("+.Inf", .float(.infinity)), Case("1e999", .float(.infinity)),
        ]
        + [
            "yes", "no", "on", "off", "NO", "y", "n", "010", "-01", "00", "01.5", "1:30", "190:20:30", "1_000", "0b1",
            "0x",
            "0o", "0o8", "0xG", "-0x1", "+0o7", "1e", "1e+", ".", "+", "-", "..5", "1.2.3", "1.0.0", "e5", ".e5",
            "+.nan",
            "inf", "nan", "nULL", "tRUE", "1 2", "１２", "2001-01-01", "0x-1", "--1", "1.5.", "NaN", "Infinity", "0x1p3",
        ].map { Case($0, .string($0)) }

    @Test("plain text means what the core schema says", arguments: cases)
    func resolve(_ test: Case) {
        #expect(Scalar(test.text).resolved == test.meant)
    }

    @Test("`.nan` is not a number", arguments: [".nan", ".NaN", ".NAN"])
    func notANumber(_ text: String) {
        guard case .float(let value) = Scalar(text).resolved else {
            Issue.record("\(text) is no float")
            return
        }
        #expect(value.isNaN)
    }

    @Test("quoted text is a string", arguments: [Scalar.Style.single, .double, .literal, .folded])
    func quoted(_ style: Scalar.Style) {
        for text in ["", "true", "null", "12", "1.5"] {
            #expect(Scalar(text, style: style).resolved == .string(text))
        }
    }
}
