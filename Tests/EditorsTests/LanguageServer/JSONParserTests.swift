import Foundation
import GatewayDiagnostics
import GatewayEditors
import Testing

@Suite struct JSONParserTests {
    @Test(
        "what is written reads as it was",
        arguments: [
            #"{"a":[1,-2,0,{"b":null}],"c":true,"d":false,"e":"x\"\\\n\tü😀"}"#, "[]", "{}", "\"\"", "1.5",
            "-9223372036854775808",
        ])
    func roundTrips(_ text: String) throws {
        #expect(try JSONParser.parse(Array(text.utf8)).compact == text)
    }

    @Test("escapes stand for characters, pairs of surrogates for one, and lone ones for U+FFFD")
    func escapes() throws {
        let text = #""\u0041\u00fc\ud83d\ude00\ud83dx\ude00\/\b\f""#
        #expect(try JSONParser.parse(Array(text.utf8)).string == "Aü😀\u{FFFD}x\u{FFFD}/\u{8}\u{C}")
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", "1e", "-", "+1", "nul", "\"", "\"\\x\"",
            "\"\\u12\"",
            "\"\n\"", "1 2", "[1}", "{\"a\" 1}", "\u{7}",
        ])
    func refusals(_ text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test("nesting is bounded")
    func depth() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(deep.utf8)) }
        #expect(throws: Never.self) { try JSONParser.parse(Array("[[[]]]".utf8), depth: 3) }
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array("[[[]]]".utf8), depth: 1) }
    }

    @Test("seeded random texts are accepted where Foundation accepts them")
    func oracle() throws {
        var random = SeededGenerator(seed: 7)
        let parts = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\n\"", "1", "-0.5e3", "true", "null", " ", "01", "\"\\q\"", ".",
        ]
        var accepted = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...7, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            let ours = (try? JSONParser.parse(Array(text.utf8))) != nil
            let theirs = (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
            #expect(ours == theirs, "\(text)")
            accepted += ours ? 1 : 0
        }
        #expect(accepted > 500)
    }
}
