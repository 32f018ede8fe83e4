import GatewayText

/// Checks a regular expression against what the runtime can match in a time linear in the text: ECMAScript's syntax without
/// look-around and back-references. It counts the steps of the automaton too, whose number is limited.
struct PatternCheck {
    /// What is wrong, and how to mend it.
    struct Problem: Error {
        var message: String
        var help: String?
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    private static let maxLength = 4096
    private static let maxDepth = 50
    private static let maxCount = 1000
    private static let maxSteps = 2000

    private init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    /// What is wrong with a pattern, or nil.
    static func problem(_ pattern: String) -> Problem? {
        if pattern.isEmpty { return Problem(message: "it is empty") }
        var check = PatternCheck(pattern)
        guard check.scalars.count <= maxLength else { return Problem(message: "it is longer than 4,096 characters") }
        do throws(Problem) {
            let steps = try check.alternatives()
            if check.index < check.scalars.count {
                throw Problem(message: "a ) closes nothing", help: "write `\\)` for a bracket")
            }
            guard steps <= maxSteps else {
                throw Problem(
                    message: "its repetitions come to more than 2,000 steps",
                    help: "`length` bounds a string more cheaply")
            }
        } catch {
            return error
        }
        // The runtime has the last word.
        do throws(PatternError) {
            _ = try Pattern(pattern)
            return nil
        } catch {
            return Problem(message: error.description)
        }
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func alternatives() throws(Problem) -> Int {
        var steps = 0
        while let scalar = next, scalar != ")" {
            if scalar == "|" {
                index += 1
                steps += 2
            } else {
                steps += try piece()
            }
            steps = min(steps, Self.maxSteps + 1)
        }
        return steps
    }

    /// An atom and how often it may come.
    private mutating func piece() throws(Problem) -> Int {
        let start = index
        let steps = try atom()
        let isEdge = ["^", "$", "\\b", "\\B"].contains(text(start..<index))
        guard let scalar = next, let (least, most) = try quantifier() else { return steps }
        if isEdge { throw Problem(message: "`\(scalar)` repeats `\(text(start..<(start + 1)))`, which has no length") }
        _ = take("?")
        if let again = next, "*+?{".unicodeScalars.contains(again) {
            throw Problem(message: "`\(again)` repeats a repetition", help: "put the first one in brackets")
        }
        let more = most.map { ($0 - least) * (steps + 1) } ?? steps + 2
        return min(least * steps + more, Self.maxSteps + 1)
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private mutating func quantifier() throws(Problem) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        return take("{") ? try bounds() : nil
    }

    /// `2}`, `2,}` or `2,5}`.
    private mutating func bounds() throws(Problem) -> (least: Int, most: Int?) {
        guard let least = try count() else {
            throw Problem(message: "a { needs numbers behind it", help: "such as `{2,5}`; write `\\{` for a brace")
        }
        var most: Int? = least
        if take(",") { most = try count() }
        guard take("}") else { throw Problem(message: "a { is not closed") }
        if let most, most < least { throw Problem(message: "nothing lies in `{\(least),\(most)}`") }
        return (least, most)
    }

    private mutating func count() throws(Problem) -> Int? {
        var value: Int?
        while let digit = next, ("0"..."9").contains(digit) {
            let sum = (value ?? 0) * 10 + Int(digit.value - 0x30)
            guard sum <= Self.maxCount else { throw Problem(message: "it repeats something more than 1,000 times") }
            value = sum
            index += 1
        }
        return value
    }

    private mutating func atom() throws(Problem) -> Int {
        guard let scalar = next else { return 0 }
        switch scalar {
        case "(": return try group()
        case "[": try characterClass()
        case "\\": _ = try PatternEscape.read(scalars, at: &index, inClass: false)
        case "*", "+", "?":
            throw Problem(message: "`\(scalar)` has nothing to repeat", help: "write `\\\(scalar)` for the character")
        case "{", "]", "}":
            throw Problem(message: "a \(scalar) stands alone", help: "write `\\\(scalar)` for the character")
        default: index += 1
        }
        return 1
    }

    private mutating func group() throws(Problem) -> Int {
        index += 1
        depth += 1
        guard depth <= Self.maxDepth else { throw Problem(message: "brackets are nested deeper than 50") }
        if take("?"), !take(":") {
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            guard next == "<", after != "=", after != "!", let end = scalars[index...].firstIndex(of: ">"),
                end > index + 1
            else {
                throw Problem(
                    message: "look-around cannot be used",
                    help: "it cannot be matched in linear time; a group is `(…)` or `(?:…)`")
            }
            index = end + 1
        }
        let steps = try alternatives()
        guard take(")") else { throw Problem(message: "a ( is not closed", help: "write `\\(` for a bracket") }
        depth -= 1
        return steps
    }

    private mutating func characterClass() throws(Problem) {
        index += 1
        _ = take("^")
        while let scalar = next, scalar != "]" {
            let lower = try member()
            guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else { continue }
            index += 1
            let upper = try member()
            guard let lower, let upper else {
                throw Problem(message: "a range goes from one character to another")
            }
            if upper < lower { throw Problem(message: "`\(lower)-\(upper)` is a range backwards") }
        }
        guard take("]") else { throw Problem(message: "a [ is not closed", help: "write `\\[` for a bracket") }
    }

    /// One member of a class; nil if it stands for several characters.
    private mutating func member() throws(Problem) -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        if scalar == "\\" { return try PatternEscape.read(scalars, at: &index, inClass: true) }
        index += 1
        return scalar
    }
}
