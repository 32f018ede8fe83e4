/// Random numbers that a seed repeats (splitmix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = (seed &+ 1) &* 0xD1B5_4A32_D192_ED03
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Writes random documents of the config reader's subset, with comments and blank lines where they may stand.
struct DocumentGenerator {
    private var random: SeededRandom
    private var nextKey = 0

    private static let words = [
        "a", "text", "two words", "x:y", "it's", "a#b", "-1", "10", "1.5", "true", "null", "~", "/path/{id}",
        "0.0.0.0:80", "é 名 🎉", "a  b", "?x",
    ]

    init(random: SeededRandom) {
        self.random = random
    }

    mutating func document() -> String {
        nextKey = 0
        let body = chance(8) ? "\(inline())\(ending())" : mappingLines(indent: 0, depth: 0)
        return (chance(4) ? "---\n" : "") + body
    }

    private mutating func pick<Element>(_ options: [Element]) -> Element {
        options[Int.random(in: 0..<options.count, using: &random)]
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func ending() -> String {
        pick(["\n", "\n", "\n", "  \n", " # note\n", "\n\n", "\n# note\n", "\n    # note\n\n"])
    }

    private mutating func key() -> String {
        nextKey += 1
        return pick(["k\(nextKey)", "key \(nextKey)", "'q\(nextKey)'", "\"d\(nextKey)\"", "GET /{x}/\(nextKey)"])
    }

    private mutating func scalar() -> String {
        let word = pick(Self.words)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        case 1: return "\"\(word)\\n\\t\\x41 \""
        default: return word
        }
    }

    /// A scalar that may stand in brackets.
    private mutating func inner() -> String {
        pick(["a", "two words", "x:y", "'it''s, [here]'", "\"{room}\"", "-1", "1.5", "true", "a#b", "名"])
    }

    private mutating func inline(_ depth: Int = 0) -> String {
        switch depth > 3 ? 0 : Int.random(in: 0..<6, using: &random) {
        case 4:
            let items = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                chance(3) ? inline(depth + 4 - Int.random(in: 0...3, using: &random)) : inner()
            }
            let isPlainSafe = items.allSatisfy { !$0.contains("/path") && !$0.contains("?x") }
            let list = isPlainSafe ? items.joined(separator: pick([", ", ",  ", ",\n          "])) : "a"
            return "[\(list)\(chance(3) && !items.isEmpty ? "," : "")]"
        case 5:
            let entries = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                nextKey += 1
                return "f\(nextKey): \(inner())"
            }
            return "{ \(entries.joined(separator: ", ")) }"
        default: return depth > 0 ? inner() : scalar()
        }
    }

    private mutating func mappingLines(indent: Int, depth: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return (0..<Int.random(in: 1...4, using: &random))
            .map { _ in "\(margin)\(key()):\(value(indent: indent, depth: depth))" }
            .joined()
    }

    /// What stands behind a key's colon or a dash, up to the end of its last line.
    private mutating func value(indent: Int, depth: Int, isItem: Bool = false) -> String {
        let inset = indent + Int.random(in: 1...4, using: &random)
        switch depth > 4 ? 0 : Int.random(in: 0..<8, using: &random) {
        case 0, 1, 2: return " \(inline())\(ending())"
        case 3: return ending()
        case 4: return ending() + mappingLines(indent: inset, depth: depth + 1)
        case 5: return ending() + listLines(indent: isItem || chance(2) ? inset : indent, depth: depth + 1)
        default: return blockScalar(indent: inset)
        }
    }

    private mutating func listLines(indent: Int, depth: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return (0..<Int.random(in: 1...3, using: &random))
            .map { _ in
                guard chance(3) else { return "\(margin)-\(value(indent: indent, depth: depth, isItem: true))" }
                let lines = mappingLines(indent: indent + 2, depth: depth + 1)
                return "\(margin)- \(lines.dropFirst(indent + 2))"
            }
            .joined()
    }

    private mutating func blockScalar(indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var text = " \(pick(["|", ">"]))\(pick(["", "-", "+"]))\(chance(4) ? " # note" : "")\n"
        text += "\(margin)first\n"
        for _ in 0..<Int.random(in: 0...5, using: &random) {
            text += pick([
                "\n", "\(margin)more: [text\n", "\(margin)  further in\n", "\(margin)# no comment\n", "\(margin)\n",
            ])
        }
        return text
    }
}
