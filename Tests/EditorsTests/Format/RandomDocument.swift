/// Makes YAML of every form: blocks, brackets, quotes, block scalars, anchors, and comments and blank lines where they may stand.
struct RandomDocument {
    private var random: SeededGenerator
    private var anchors = 0
    private var comments = 0

    static func text(seed: UInt64) -> String {
        var document = RandomDocument(random: SeededGenerator(seed: seed))
        let body = document.mapping(indent: 0, depth: 0)
        return body.joined(separator: "\n") + (document.chance(5) ? "" : "\n")
    }

    private init(random: SeededGenerator) { self.random = random }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: choices.indices, using: &random)]
    }

    private mutating func comment() -> String {
        comments += 1
        return pick(["# note \(comments)", "#\(comments)", "# a: \(comments) # [x", "# - \"it's\" \(comments)  "])
    }

    /// Blank lines and comments; no further right than `indent`, so that no block scalar takes them for its own.
    private mutating func between(_ indent: Int) -> [String] {
        var lines: [String] = []
        if chance(5) { lines += Array(repeating: chance(4) ? "  " : "", count: Int.random(in: 1...3, using: &random)) }
        if chance(4) {
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                lines.append(spaces(chance(3) ? Int.random(in: 0...indent, using: &random) : indent) + comment())
                if chance(4) { lines.append("") }
            }
        }
        return lines
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    private mutating func trailer() -> String { chance(6) ? pick([" ", "   ", "\t"]) + comment() : "" }

    // MARK: Blocks

    private mutating func mapping(indent: Int, depth: Int) -> [String] {
        var lines: [String] = []
        for index in 0..<Int.random(in: 1...5, using: &random) {
            lines += between(indent)
            let key = pick(["k\(index)", "\"k \(index)\"", "'k\(index)'", "GET /\(index)", "k\(index)?"])
            lines += value(after: spaces(indent) + key + ":", indent: indent, depth: depth)
        }
        return lines + between(indent)
    }

    private mutating func list(indent: Int, depth: Int) -> [String] {
        var lines: [String] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            lines += between(indent)
            let inner = indent + 2
            if depth < 3, chance(3) {
                // The first line of a mapping or list stands behind the dash.
                var body = chance(3) ? list(indent: inner, depth: depth + 1) : mapping(indent: inner, depth: depth + 1)
                while let first = body.first,
                    first.drop(while: { $0 == " " }).first == "#" || first.allSatisfy({ $0 == " " })
                {
                    body.removeFirst()
                }
                if let first = body.first { body[0] = spaces(indent) + "- " + first.dropFirst(inner) }
                lines += body
            } else {
                lines += value(after: spaces(indent) + "-", indent: indent, depth: depth)
            }
        }
        return lines
    }

    private mutating func value(after start: String, indent: Int, depth: Int) -> [String] {
        let inner = indent + pick([1, 2, 2, 2, 4])
        let anchor = chance(12) ? newAnchor() : ""
        switch Int.random(in: 0..<(depth < 4 ? 12 : 8), using: &random) {
        case 0: return [start + anchor + trailer()]
        case 1 where anchors > 0 && anchor.isEmpty:
            return [start + " *a\(Int.random(in: 1...anchors, using: &random))" + trailer()]
        case 2, 3: return flow(after: start + anchor + " ", inner: inner)
        case 4: return blockScalar(after: start + anchor, inner: inner)
        case 5: return manyLines(after: start + anchor, inner: inner)
        case 8, 9: return [start + anchor + trailer()] + mapping(indent: inner, depth: depth + 1)
        case 10: return [start + anchor + trailer()] + list(indent: inner, depth: depth + 1)
        case 11 where !start.hasSuffix("-"):
            return [start + anchor + trailer()] + list(indent: indent, depth: depth + 1)
        default: return [start + anchor + pick([" ", "   "]) + scalar() + trailer()]
        }
    }

    private mutating func newAnchor() -> String {
        anchors += 1
        return " &a\(anchors)"
    }

    // MARK: Scalars

    private mutating func scalar() -> String {
        pick([
            "word", "two words", "12", "-1.5", "true", "~", "null", "\"quoted # text\"", "'it''s'", "\"a\\n\\tb\"",
            "http://host/a?b=c#d", "string?", "1..512", "\"\"", "''", "!!str 12", "\"{user}\"", "ünï çødé 😀", "a, b",
            "x#y", "\"" + String(repeating: "long words here ", count: 9) + "\"",
        ])
    }

    private mutating func flowScalar() -> String {
        pick([
            "word", "two words", "12", "true", "~", "\"q, [# }\"", "'it''s'", "string?", "1..512", "\"\"", "\"{user}\"",
            "😀",
        ])
    }

    private mutating func blockScalar(after start: String, inner: Int) -> [String] {
        let texts = ["first line", "second # no comment", "  deeper", "", "- item: x", "\"quoted\"", "trailing  "]
        let count = Int.random(in: 1...5, using: &random)
        var lines = (0..<count).map { _ in pick(texts) }
        if lines[0].isEmpty || lines[0].hasPrefix(" ") { lines[0] = "begin" }
        let header = pick(["|", "|-", "|+", ">", ">-", ">+"])
        let tail = chance(3) ? Array(repeating: "", count: Int.random(in: 1...2, using: &random)) : []
        return [start + " " + header + trailer()] + lines.map { $0.isEmpty ? "" : spaces(inner) + $0 } + tail
    }

    private mutating func manyLines(after start: String, inner: Int) -> [String] {
        let words = pick([
            "some words", "more words than one line", "it is", "a very " + String(repeating: "long ", count: 30),
        ])
        let gap = chance(4) ? [""] : []
        let tail = trailer()
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return [start + " " + words] + gap + [spaces(inner) + "and their end" + tail]
        case 1: return [start + " \"" + words + "\\"] + gap + [spaces(inner) + "and \\\"their\\\" end\"" + tail]
        default: return [start + " '" + words] + gap + [spaces(inner) + "and it''s end'" + tail]
        }
    }

    // MARK: Brackets and braces

    private mutating func flow(after start: String, inner: Int) -> [String] {
        let parts = flowParts(depth: 0)
        var lines: [String] = [start]
        let isBroken = chance(3)
        for part in parts {
            lines[lines.count - 1] += part
            if isBroken, chance(3), part.hasSuffix(",") || part.hasSuffix("{") || part.hasSuffix("[") {
                if chance(3) { lines[lines.count - 1] += " " + comment() }
                if chance(5) { lines.append("") }
                if chance(5) { lines.append(spaces(inner) + comment()) }
                lines.append(spaces(inner))
            } else if part.hasSuffix(",") {
                lines[lines.count - 1] += pick([" ", "  "])
            }
        }
        lines[lines.count - 1] += trailer()
        return lines
    }

    private mutating func flowParts(depth: Int) -> [String] {
        let isMapping = chance(2)
        var parts = [isMapping ? "{" : "["]
        let count = Int.random(in: 0...4, using: &random)
        for index in 0..<count {
            if isMapping { parts.append(pick(["", " "]) + "k\(index): ") }
            if depth < 3, chance(3) {
                parts += flowParts(depth: depth + 1)
            } else if !(isMapping && chance(8)) {
                parts.append(flowScalar())
            }
            parts.append(index + 1 < count || chance(6) ? "," : " ")
        }
        return parts + [isMapping ? "}" : "]"]
    }
}
