/// Reads the syntax of regular expressions.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private static let maxDepth = 50
    private static let maxLength = 4096
    /// Bounds like those of a repetition end here.
    private static let maxCount = 1000

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    mutating func parse() throws(PatternError) -> PatternNode {
        guard scalars.count <= Self.maxLength else {
            throw error("the pattern is longer than \(Self.maxLength) characters")
        }
        let node = try alternatives()
        guard position == scalars.count else { throw error("there is no ( for this )") }
        return node
    }

    private func error(_ message: String) -> PatternError {
        PatternError(message, at: min(position, scalars.count))
    }

    private var peek: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private mutating func alternatives() throws(PatternError) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let next = peek, next != "|", next != ")" {
            let atom = try self.atom(next)
            parts.append(try quantified(atom, isGroup: next == "("))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func atom(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternNode {
        switch scalar {
        case "^":
            position += 1
            return .start
        case "$":
            position += 1
            return .end
        case ".":
            position += 1
            return .set(.anything)
        case "(":
            return try group()
        case "[":
            return .set(try bracket())
        case "\\":
            return try escape()
        case "*", "+", "?":
            throw error(
                "nothing stands before '\(scalar)' that could be repeated; write \\\(scalar) for the character itself")
        case "{", "}", "]":
            throw error("'\(scalar)' has no place here; write \\\(scalar) for the character itself")
        default:
            position += 1
            return .set(PatternClass(scalar...scalar))
        }
    }

    private mutating func group() throws(PatternError) -> PatternNode {
        let start = position
        position += 1
        if take("?") {
            if take(":") {
            } else if take("<"), peek != "=", peek != "!" {
                let name = position
                while let next = peek, next != ">" {
                    guard PatternClass.words.contains(next) else {
                        throw error("a group's name has letters, digits and _")
                    }
                    position += 1
                }
                guard position > name else { throw error("a group's name has letters, digits and _") }
                guard take(">") else { throw error("the group's name has no end: >") }
            } else {
                throw error("look-around is not supported: matching must take linear time")
            }
        }
        depth += 1
        guard depth <= Self.maxDepth else { throw error("groups are nested deeper than \(Self.maxDepth)") }
        let node = try alternatives()
        depth -= 1
        guard take(")") else {
            position = start
            throw error("there is no ) for this (")
        }
        return node
    }

    private mutating func quantified(_ atom: PatternNode, isGroup: Bool) throws(PatternError) -> PatternNode {
        var node = atom
        let start = position
        switch peek {
        case "*": node = .repeated(atom, least: 0, most: nil)
        case "+": node = .repeated(atom, least: 1, most: nil)
        case "?": node = .repeated(atom, least: 0, most: 1)
        case "{": node = try counted(atom)
        default: return atom
        }
        switch atom {
        case .start where !isGroup, .end where !isGroup, .wordBoundary where !isGroup:
            position = start
            throw error("^, $ and \\b can't be repeated")
        default: break
        }
        position += 1
        // Whether a repetition is lazy makes no difference to whether there is a match.
        _ = take("?")
        if let next = peek, next == "*" || next == "+" || next == "?" || next == "{" {
            throw error("'\(next)' repeats a repetition; put a group round it")
        }
        return node
    }

    /// `{n}`, `{n,}`, `{n,m}`; the position ends at the brace.
    private mutating func counted(_ atom: PatternNode) throws(PatternError) -> PatternNode {
        position += 1
        guard let least = try number() else {
            throw error("'{' starts a count such as {2,5}; write \\{ for the character itself")
        }
        var most: Int? = least
        if take(",") { most = try number() }
        guard peek == "}" else { throw error("the count has no end: }") }
        if let most, most < least { throw error("the count's end is before its start") }
        return .repeated(atom, least: least, most: most)
    }

    private mutating func number() throws(PatternError) -> Int? {
        var value: Int?
        while let digit = peek, ("0"..."9").contains(digit) {
            let sum = (value ?? 0) * 10 + Int(digit.value - 0x30)
            guard sum <= Self.maxCount else { throw error("a count may be at most \(Self.maxCount)") }
            value = sum
            position += 1
        }
        return value
    }

    // MARK: Classes

    private mutating func bracket() throws(PatternError) -> PatternClass {
        let start = position
        position += 1
        let isNegated = take("^")
        var result = PatternClass()
        while let next = peek, next != "]" {
            let first = try member()
            guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                result.insert(first.set)
                continue
            }
            position += 1
            let last = try member()
            guard let lower = first.scalar, let upper = last.scalar else {
                throw error("a range needs a character at both ends")
            }
            guard lower <= upper else { throw error("the range's end is before its start") }
            result.insert(lower.value...upper.value)
        }
        guard take("]") else {
            position = start
            throw error("there is no ] for this [")
        }
        result.isNegated = isNegated
        return result
    }

    /// One member of a class: a character, or a class of its own.
    private mutating func member() throws(PatternError) -> (set: PatternClass, scalar: Unicode.Scalar?) {
        guard let next = peek else { throw error("the class has no end: ]") }
        guard next == "\\" else {
            position += 1
            return (PatternClass(next...next), next)
        }
        if position + 1 < scalars.count, scalars[position + 1] == "b" {
            position += 2
            return (PatternClass("\u{8}"..."\u{8}"), "\u{8}")
        }
        position += 1
        if let set = try classEscape() { return (set, nil) }
        let scalar = try characterEscape()
        return (PatternClass(scalar...scalar), scalar)
    }

    private mutating func escape() throws(PatternError) -> PatternNode {
        position += 1
        if take("b") { return .wordBoundary(isNegated: false) }
        if take("B") { return .wordBoundary(isNegated: true) }
        if let next = peek, ("1"..."9").contains(next) || next == "k" {
            throw error("back-references are not supported: matching must take linear time")
        }
        if let set = try classEscape() { return .set(set) }
        let scalar = try characterEscape()
        return .set(PatternClass(scalar...scalar))
    }

    private mutating func classEscape() throws(PatternError) -> PatternClass? {
        var set: PatternClass
        switch peek {
        case "d", "D": set = .digits
        case "w", "W": set = .words
        case "s", "S": set = .spaces
        case "p", "P": return try category()
        default: return nil
        }
        set.isNegated = peek.map { ("A"..."Z").contains($0) } ?? false
        position += 1
        return set
    }

    private mutating func category() throws(PatternError) -> PatternClass {
        let isNegated = peek == "P"
        position += 1
        guard take("{") else { throw error("a general category such as \\p{L} must stand here") }
        var name = ""
        while let next = peek, next != "}" {
            name.unicodeScalars.append(next)
            position += 1
        }
        guard take("}"), PatternClass.isCategory(name) else {
            throw error("'\(name)' is no general category; some are L, Lu, Ll, N, Nd, P, S, Z")
        }
        var result = PatternClass()
        result.insert(category: name, isNegated: isNegated)
        return result
    }

    private mutating func characterEscape() throws(PatternError) -> Unicode.Scalar {
        guard let next = peek else { throw error("nothing stands behind the \\") }
        position += 1
        switch next {
        case "t": return "\t"
        case "n": return "\n"
        case "r": return "\r"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "0": return "\0"
        case "x": return try hexadecimal(2...2)
        case "u":
            guard take("{") else { return try hexadecimal(4...4) }
            let scalar = try hexadecimal(1...6)
            guard take("}") else { throw error("the escape has no end: }") }
            return scalar
        default:
            guard !PatternClass.words.contains(next) else {
                position -= 1
                throw error("there is no escape \\\(next)")
            }
            return next
        }
    }

    private mutating func hexadecimal(_ count: ClosedRange<Int>) throws(PatternError) -> Unicode.Scalar {
        var value: UInt32 = 0
        var digits = 0
        while digits < count.upperBound, let next = peek, next.isASCII,
            let digit = WellKnownText.hexValue(UInt8(truncatingIfNeeded: next.value))
        {
            value = value << 4 | UInt32(digit)
            digits += 1
            position += 1
        }
        guard digits >= count.lowerBound, let scalar = Unicode.Scalar(value) else {
            throw error("the escape names no character")
        }
        return scalar
    }
}
