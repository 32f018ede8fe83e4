import Foundation
import GatewayRuntime
import GatewayYAML
import Testing

@Suite("The config reader and libyaml")
struct DifferentialTests {
    static let documents: [String] = [
        "", "\n", "# only a comment\n", "---\n", "--- # x\na: 1\n", "\u{FEFF}a: 1\n", "text\n", "'text'", "- a\n- b",
        "12",
        "host: 0.0.0.0\nport: 8080 # the port\nlog: { level: info, format: json }\n",
        "a:\n  b:\n    c: d\n  e: f\ng: h\n", "a:\n- b\n- c\nd:\n  - e\n  -\n  - f: g\n    h: i\n  - - j\n    - k\n",
        "-\n  a: 1\n-\n- b\n", "a:\n\n  # comment\n\n  b: c\n", "a:   b   \nc:\td\t# e\n",
        "a: 'it''s'\nb: \"say \\\"hi\\\"\"\n",
        "b: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\\"\\/\\\\\\N\\_\\L\\P\\x41\\u00fc\\U0001F389\"\n",
        "\"quoted key\": 1\n'other' : 2\n",
        "a: [b, 'c', \"d\", [e], { f: g }, ]\n", "a: [\n  b, # c\n  d\n]\ne: {\n  f: g,\n  h:\n    i\n}\n",
        "a: []\nb: {}\nc: [ ]\n",
        "a: {\"b\":1,'c':[2],\"d\":,e: }\n", "a: |\n  one\n   two\n\n  three\nb: x\n",
        "a: >\n  one\n  two\n\n\n  three\n   four\n  five\n",
        "a: |-\n  x\n\n\nb: |+\n  x\n\n\nc: >+\n\n  x\n\n", "a: |2\n    x\n   y\n", "a: |2-\n    x\nb: >1+\n  y\n",
        "a: |\nb: >-\n",
        "a: |\n  cut", "a: |\n  x\n  ", "a: |\n\n\n", "- |\n text\n- >\n  a\n  b\n", "|\n  root\n",
        "a: |\n  x\n# comment\nb: 1\n",
        "a: |\n  # no comment\n  x # neither\n", "a: | # comment\n  x\n",
        "a: x:y\nb: http://h:80/p?q=1#f\nc: a#b\nd: -1\ne: ?x\nf: :x\n",
        "a: x{y}\nb: it's\nc: say \"hi\"\nd: [x:y, -1, a#b]\n", "a: yes\nb: 010\nc: 1:30\nd: ~\ne: 1.5\nf: .inf\n",
        "404: a\ntrue: b\n~: c\n",
        "GET /rooms/{room}: x\nroutes/{a}:\n  b: c\n", "a: 1\r\nb:\r\n  - c\r\n\r\nd: |\r\n  e\r\n  f\r\n",
        "a: 1\rb: 2\r", "名: 前\n🎉: { ü: x }\n",
        "a: - b\n".replacingOccurrences(of: "- b", with: "-b"), "a: ---\nb: --- x\n", "a: x   # y # z\n",
        "- a: b\n  c:\n  - d\n- e\n",
        "a:\n  - b\n\n# x\n\n  - c\n", "a: \"\"\nb: ''\n", "a:\n  'b'\n", "a:\n  [b,\n   c]\n", "a:\n  |\n  text\n",
        "- - - a\n    - b\n  - c\n- d\n",
        "-   a: 1\n    b: 2\n", "a: [b\n , c\n ]\n", "a : b\n", "a: $\nb: $$\nc: a$b\n", "a: 'x'   \nb: [y]   # z\n",
        "<: 1\n", "a: <<\n", "\"<<\": x\n",
        "a: ~\nb: null\n- : c\n".replacingOccurrences(of: "- :", with: "-x :"),
        "? : x\n".replacingOccurrences(of: "? ", with: "?"),
    ]

    @Test("documents of the subset give the same tree in both", arguments: documents)
    func sameTree(_ text: String) throws {
        let full = try TreeComparison.full(text).get()
        let config = try TreeComparison.config(text).get()
        #expect(config == full)
    }

    @Test(
        "what is YAML but not of the subset is refused, never read in another way",
        arguments: [
            "a: &x 1\nb: *x\n", "a: !!str 1\n", "? a\n: b\n", "a: one\n  two\n", "a: \"one\n  two\"\n",
            "a: 'one\n  two'\n", "[a\nb]\n", "a\nb\n",
            "%YAML 1.2\n---\na: 1\n", "a: [b: c]\n", "{a, b: c}\n", "a: {? b: c}\n", "--- a\n", "---\na: 1\n...\n",
        ])
    func outside(_ text: String) throws {
        _ = try TreeComparison.full(text).get()
        #expect(throws: ConfigFailure.self) { try TreeComparison.config(text).get() }
    }

    @Test("edited documents, if the config reader takes them, are the same to libyaml", arguments: 0..<8)
    func edited(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let marks = Array(" \n\t:-[]{},#'\"|>?&*!%@`~ab1\\.+=<".unicodeScalars)
        var accepted = 0
        for _ in 0..<4000 {
            var text = Array(Self.documents[Int.random(in: 0..<Self.documents.count, using: &random)].unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0...text.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where place < text.count: text.remove(at: place)
                case 1 where place < text.count: text[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
                case 2: text.insert(contentsOf: [marks[Int.random(in: 0..<marks.count, using: &random)]], at: place)
                default:
                    text.insert(contentsOf: ["\n", " ", " "].prefix(Int.random(in: 1...3, using: &random)), at: place)
                }
            }
            let document = String(String.UnicodeScalarView(text))
            // `$${` means something to the config reader alone.
            guard !document.contains("${"), case .success(let config) = TreeComparison.config(document) else {
                continue
            }
            accepted += 1
            guard case .success(let full) = TreeComparison.full(document), full == config else {
                Issue.record("seed \(seed): \(document.debugDescription)\n\(config)\n\(TreeComparison.full(document))")
                return
            }
        }
        #expect(accepted > 500)
    }

    @Test("generated documents of the subset give the same tree in both", arguments: 0..<4)
    func generated(_ seed: UInt64) throws {
        var generator = DocumentGenerator(random: SeededRandom(seed: seed))
        for _ in 0..<500 {
            let text = generator.document()
            let full = try TreeComparison.full(text).get()
            let config = try TreeComparison.config(text).get()
            #expect(config == full, "seed \(seed): \(text.debugDescription)")
        }
    }

    @Test(
        "plain text means the same to both",
        arguments: [
            "", "~", "null", "Null", "NULL", "nULL", "true", "True", "TRUE", "tRUE", "false", "False", "FALSE", "yes",
            "no", "on", "0", "-0", "+0", "1", "-1",
            "+1", "007", "-01", "00", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "-9223372036854775809", "0x0", "0x1F", "0xg",
            "0x", "0x-1", "0x+1", "-0x1", "0xFFFFFFFFFFFFFFFFFF", "0o17", "0o8", "0o", "0b1", "1.5", "-1.5", "+1.5",
            ".5", "5.", ".", "-.", "1e5", "1E+5",
            "1e-5", "1e", "1e+", "e1", ".e1", "1.5e3", "01.5", "0.5", "1.2.3", "1e999", ".inf", "-.inf", "+.INF",
            ".Inf", "inf", ".NaN", "-.nan", "1_000",
            "1:30", "１２", "0x1p3", "1 2", "--1", "+-1", "0o-1", "1.e5", "-.5", "000.5", "1e1e1", "1..5", "Infinity",
            "nan",
        ])
    func scalars(_ text: String) throws {
        let config = ConfigScalar(plain: text)
        switch (Scalar(text).resolved, config) {
        case (.null, .null): break
        case (.bool(let left), .bool(let right)): #expect(left == right)
        case (.int(let left), .integer(let right)): #expect(left == right)
        case (.bigInt(let left), .bigInteger(let right)): #expect(left == right)
        case (.float(let left), .number(let right)): #expect(left == right || (left.isNaN && right.isNaN))
        case (.string(let left), .string(let right)): #expect(left == right)
        default: Issue.record("\(text.debugDescription): \(Scalar(text).resolved) and \(config)")
        }
    }
}
