import Foundation
import Testing

@testable import GatewayRuntime
@testable import GatewayText

@Suite("Patterns")
struct PatternTests {
    @Test(
        "match what they should and nothing else",
        arguments: [
            ("^[a-z0-9-]+$", ["a", "a-1"], ["", "A", "a b", "é"]), ("b", ["abc", "b"], ["ac", ""]),
            ("", ["", "x"], []), ("^$", [""], ["x"]), ("^a|b$", ["ax", "xb", "a"], ["xay", "ba x"]),
            ("^(ab|cd)*$", ["", "abcd"], ["abc"]), ("^a{2,3}$", ["aa", "aaa"], ["a", "aaaa"]),
            ("^a{2}$", ["aa"], ["aaa"]),
            ("^a{2,}$", ["aa", "aaaaa"], ["a"]), ("^(a?){3}a{3}$", ["aaa", "aaaaaa"], ["aa", "aaaaaaa"]),
            ("^\\d{3}-\\d{4}$", ["555-1234"], ["555-123", "x555-1234"]),
            ("^\\w+@\\w+\\.com$", ["a_1@b.com"], ["a@b,com"]),
            ("^[^abc]$", ["d", "é"], ["a", "de"]), ("^[\\d\\s]+$", ["1 2"], ["1a"]), ("^[\\D]$", ["a"], ["1"]),
            ("^[a\\]\\-]+$", ["a]-"], ["b"]), ("^[-a]+$", ["-a"], ["b"]), ("^[a-]+$", ["a-"], ["b"]),
            ("^.$", ["a", "😀"], ["\n", "ab"]),
            ("\\bcat\\b", ["a cat!", "cat"], ["concat", "cats"]), ("^\\Bx", [], ["x"]),
            ("^\\u00e9\\x41$", ["éA"], ["eA"]),
            ("^\\u{1F600}$", ["😀"], ["a"]), ("^\\p{L}+$", ["Ærø"], ["a1"]), ("^\\P{Lu}+$", ["abc1"], ["aB"]),
            ("^[\\p{Nd}_]+$", ["1_٣"], ["a"]), ("^(?:a|(?<n>b))c$", ["ac", "bc"], ["c"]),
            ("^a+?b*?$", ["ab", "aabb"], ["b"]),
            ("^\\/\\.\\$$", ["/.$"], ["/a$"]), ("a|", ["", "b"], []), ("^[^]$", ["a"], [""]), ("[]", [], ["a", ""]),
            ("^(a*)*$", ["aaa"], ["b"]),
            ("^[\\b]$", ["\u{8}"], ["b"]), ("(^a)(b$)", ["ab"], ["abc"]),
            ("^\\t\\n\\r\\f\\v\\0$", ["\t\n\r\u{C}\u{B}\0"], ["t"]),
        ] as [(String, [String], [String])])
    func matches(source: String, good: [String], bad: [String]) throws {
        let pattern = try Pattern(source)
        for text in good { #expect(pattern.matches(text), "\(source) must match \(text.debugDescription)") }
        for text in bad { #expect(!pattern.matches(text), "\(source) must not match \(text.debugDescription)") }
    }

    @Test(
        "what is no pattern is refused, with the place",
        arguments: [
            ("(", 0, "no )"), ("a)", 1, "no ("), ("[a", 0, "no ]"), ("a**", 2, "repeats a repetition"),
            ("*", 0, "nothing stands"),
            ("a{2", 3, "no end"), ("a{3,2}", 5, "before its start"), ("{", 0, "no place"),
            ("\\", 1, "nothing stands behind"),
            ("\\q", 1, "no escape"), ("(?=a)", 2, "look-around"), ("(?<!a)", 3, "look-around"),
            ("(a)\\1", 4, "back-references"),
            ("[b-a]", 4, "before its start"), ("[\\d-z]", 5, "both ends"), ("\\p{Klingon}", 11, "no general category"),
            ("\\u12", 4, "names no character"),
            ("a{1001}", 5, "at most 1000"), ("(a{1000}){1000}", 0, "too large"), ("^*", 1, "can't be repeated"),
            ("\\uD800", 6, "names no character"),
        ])
    func refuses(source: String, offset: Int, message: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(source) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        #expect(error?.offset == offset)
    }

    @Test("expressions and texts that take others exponential time take linear time here")
    func hostile() throws {
        let text = String(repeating: "a", count: 20_000) + "!"
        for source in ["^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(a*)*(a*)*b$", "^(([a-z])+.)+[A-Z]([a-z])+$"] {
            #expect(try !Pattern(source).matches(text))
        }
        #expect(throws: PatternError.self) {
            try Pattern(String(repeating: "(", count: 51) + String(repeating: ")", count: 51))
        }
        #expect(throws: PatternError.self) { try Pattern(String(repeating: "a", count: 5000)) }
    }

    @Test(
        "a table is made of what stays small, and gives the same answers as walking",
        arguments: [
            ("^[A-Z]{3}-[0-9]{4,8}$", true), ("[a-z]+[0-9]|x", true), ("^$", true), ("$", true), ("", true),
            ("$^", true),
            ("a|^b$", true), ("(^|,)a(,|$)", true), ("^\\p{L}+$", true), ("\\bcat", false),
            ("^(a|b)*a(a|b){12}$", false),
            ("^[a-z]{200}$", false), ("(a*)*b", true), ("[^a]$", true),
        ])
    func table(source: String, hasTable: Bool) throws {
        let pattern = try Pattern(source)
        #expect(pattern.hasTable == hasTable)
        var random = SeededGenerator(seed: 7)
        let letters = Array("aabbcatxZ-,0 1\n\u{7F}é")
        for _ in 0..<500 {
            let count = Int.random(in: 0...9, using: &random)
            let text = String((0..<count).compactMap { _ in letters.randomElement(using: &random) })
            #expect(pattern.matches(text) == pattern.matchesByWalking(text), "\(source) on \(text.debugDescription)")
        }
        for text in ["ABC-1234", "ABC-12345678", "ABC-123456789", "ab1", ",a", "cat", "é"] {
            #expect(pattern.matches(text) == pattern.matchesByWalking(text), "\(source) on \(text)")
        }
    }

    @Test("random expressions give the same answers by table and by walking", arguments: 0..<20)
    func tableOracle(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 500)
        func expression(_ depth: Int) -> String {
            switch Int.random(in: 0..<(depth > 3 ? 4 : 9), using: &random) {
            case 0...1: return ["a", "b", "c"].randomElement(using: &random) ?? "a"
            case 2: return ["[ab]", "[^a]", ".", "\\w", "\\D"].randomElement(using: &random) ?? "."
            case 3: return ["a", "^", "$", "(?:^a)", "(?:b$)"].randomElement(using: &random) ?? "a"
            case 4: return "(?:" + expression(depth + 1) + "|" + expression(depth + 1) + ")"
            case 5:
                return "(" + expression(depth + 1) + ")" + (["*", "+", "{1,2}"].randomElement(using: &random) ?? "")
            default: return expression(depth + 1) + expression(depth + 1)
            }
        }
        for _ in 0..<40 {
            let pattern = try Pattern(expression(0))
            for _ in 0..<20 {
                let count = Int.random(in: 0...6, using: &random)
                let text = String((0..<count).map { _ in "abc 1".randomElement(using: &random) ?? "a" })
                let isMatch = pattern.matchesByWalking(text)
                #expect(pattern.matches(text) == isMatch, "seed \(seed): \(pattern) on '\(text)'")
            }
        }
    }

    @Test("a wrong literal matches nothing")
    func literals() {
        let good: Pattern = "^a$"
        let bad: Pattern = "("
        #expect(good.matches("a"))
        #expect(!bad.matches("("))
        #expect(!bad.matches(""))
    }

    @Test("random patterns agree with Foundation's", arguments: 0..<40)
    func oracle(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        func expression(_ depth: Int) -> String {
            switch Int.random(in: 0..<(depth > 3 ? 4 : 9), using: &random) {
            case 0...1: return ["a", "b", "c"].randomElement(using: &random) ?? "a"
            case 2: return ["[ab]", "[^a]", ".", "\\w", "[a-b]"].randomElement(using: &random) ?? "."
            case 3: return ["\\b", "a", "^", "$"].randomElement(using: &random) ?? "a"
            case 4: return "(?:" + expression(depth + 1) + "|" + expression(depth + 1) + ")"
            case 5:
                return "(" + expression(depth + 1) + ")"
                    + (["*", "+", "?", "{1,2}", "{2}"].randomElement(using: &random) ?? "")
            default: return expression(depth + 1) + expression(depth + 1)
            }
        }
        for _ in 0..<20 {
            let source = expression(0)
            let pattern = try Pattern(source)
            let reference = try NSRegularExpression(pattern: source)
            for _ in 0..<20 {
                let text = String(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in "abc ".randomElement(using: &random) ?? "a" }
                )
                let range = NSRange(location: 0, length: text.utf16.count)
                let expected = reference.firstMatch(in: text, range: range) != nil
                #expect(pattern.matches(text) == expected, "seed \(seed): \(source) on \(text.debugDescription)")
            }
        }
    }
}
