import GatewayDiagnostics
import Testing

@Suite("Did you mean")
struct SuggestionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let among: [String]
        let meant: String?
        var testDescription: String { "\(name) → \(meant ?? "nothing")" }
    }

    static let types = ["string", "bool", "int", "int64", "uint", "timestamp", "duration", "Message"]

    static let cases: [Case] = [
        Case(name: "strng", among: types, meant: "string"),
        Case(name: "stirng", among: types, meant: "string"),
        Case(name: "String", among: types, meant: "string"),
        Case(name: "STRING", among: types, meant: "string"),
        Case(name: "message", among: types, meant: "Message"),
        Case(name: "Mesage", among: types, meant: "Message"),
        Case(name: "timestmp", among: types, meant: "timestamp"),
        Case(name: "itn", among: types, meant: "int"),
        Case(name: "banana", among: types, meant: nil),
        Case(name: "x", among: ["y"], meant: nil),
        Case(name: "ab", among: ["cd"], meant: nil),
        Case(name: "", among: types, meant: nil),
        Case(name: "a", among: [], meant: nil),
        Case(name: "cat", among: ["hat", "bat"], meant: "bat"),
        Case(name: "cat", among: ["bat", "hat"], meant: "bat"),
        Case(name: "cat", among: ["cat"], meant: nil),
        Case(name: String(repeating: "a", count: 100_000), among: [String(repeating: "a", count: 99_999)], meant: nil),
    ]

    @Test("the nearest name is found, or none", arguments: cases)
    func closest(_ test: Case) {
        #expect(Suggestion.closest(to: test.name, among: test.among) == test.meant)
    }

    @Test("the words ask")
    func words() {
        #expect(Suggestion.didYouMean("strng", among: Self.types) == "did you mean 'string'?")
        #expect(Suggestion.didYouMean("banana", among: Self.types) == nil)
    }
}
