/// Checks a regular expression: the part of the common syntax that can be matched in a time linear in the text.
struct PatternCheck {
    /// What is wrong, and how to mend it.
    struct Problem: Error {
        var message: String
        var help: String?
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0

    private init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    /// What is wrong with a pattern, or nil.
    static func problem(_ pattern: String) -> Problem? {
        if pattern.isEmpty { return Problem(message: "it is empty") }
        if pattern.unicodeScalars.count > 1000 { return Problem(message: "it is longer than 1,000 characters") }
        var check = PatternCheck(pattern)
        do throws(Problem) {
            try check.alternatives()
            if check.index < check.scalars.count {
                throw Problem(message: "a ) closes nothing", help: "write `\\)` for a bracket")
            }
            return nil
        } catch {
            return error
        }
    }

    private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    private mutating func alternatives() throws(Problem) {
        while let scalar = next, scalar != ")" {
            if scalar == "|" { index += 1 } else { try piece() }
        }
    }

    /// An atom and how often it may come.
    private mutating func piece() throws(Problem) {
        let isAnchor = next == "^" || next == "$"
        try atom()
        var quantifiers = 0
        while let scalar = next {
            switch scalar {
            case "*", "+", "?": index += 1
            case "{":
                guard try bounds() else { return }
            default: return
            }
            quantifiers += 1
            if isAnchor { throw Problem(message: "`\(scalar)` repeats an anchor") }
            if quantifiers == 1, next == "?" { index += 1 }
            if quantifiers > 1 {
                throw Problem(message: "`\(scalar)` repeats a repetition", help: "put the first one in brackets")
            }
        }
    }

    /// `{2}`, `{2,}` or `{2,5}`; false if the brace is just a brace.
    private mutating func bounds() throws(Problem) -> Bool {
        guard let end = scalars[index...].firstIndex(of: "}") else { return try brace() }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[(index + 1)..<end])
        let parts = String(text).split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2, let least = parts.first.flatMap({ Int($0) }) else { return try brace() }
        let most = parts.count == 1 ? least : parts[1].isEmpty ? least : Int(parts[1]) ?? -1
        guard most >= least else { throw Problem(message: "nothing lies in `{\(String(text))}`") }
        guard most <= 1000 else {
            throw Problem(
                message: "`{\(String(text))}` repeats too often", help: "1,000 times at most; `length` bounds a string")
        }
        index = end + 1
        return true
    }

    private mutating func brace() throws(Problem) -> Bool {
        throw Problem(message: "a { needs numbers behind it", help: "write `\\{` for a brace")
    }

    private mutating func atom() throws(Problem) {
        guard let scalar = next else { return }
        switch scalar {
        case "(": try group()
        case "[": try characterClass()
        case "\\": try escape(inClass: false)
        case "*", "+", "?":
            throw Problem(message: "`\(scalar)` has nothing to repeat", help: "write `\\\(scalar)` for the character")
        case "{": _ = try brace()
        case "]", "}":
            throw Problem(message: "a \(scalar) closes nothing", help: "write `\\\(scalar)` for the character")
        default: index += 1
        }
    }

    private mutating func group() throws(Problem) {
        index += 1
        depth += 1
        guard depth <= 50 else { throw Problem(message: "brackets are nested too deeply") }
        if next == "?" {
            guard peek(1) == ":" else {
                throw Problem(
                    message: "look-around and named groups cannot be used",
                    help: "they cannot be matched in linear time; a group is `(…)` or `(?:…)`")
            }
            index += 2
        }
        try alternatives()
        guard next == ")" else { throw Problem(message: "a ( is not closed", help: "write `\\(` for a bracket") }
        index += 1
        depth -= 1
    }

    private mutating func characterClass() throws(Problem) {
        index += 1
        if next == "^" { index += 1 }
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            let lower = try member()
            if next == "-", let after = peek(1), after != "]" {
                index += 1
                let upper = try member()
                if let lower, let upper, upper < lower {
                    throw Problem(message: "`\(lower)-\(upper)` is a range backwards")
                }
                if lower == nil || upper == nil { throw Problem(message: "a range goes from one character to another") }
            }
        }
        guard next == "]" else { throw Problem(message: "a [ is not closed", help: "write `\\[` for a bracket") }
        index += 1
    }

    /// One member of a class; nil if it stands for several characters.
    private mutating func member() throws(Problem) -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        guard scalar == "\\" else {
            if scalar == "[", peek(1) == ":" {
                throw Problem(message: "POSIX classes cannot be used", help: "such as `a-z` or `\\d`")
            }
            index += 1
            return scalar
        }
        return try escape(inClass: true)
    }

    @discardableResult
    private mutating func escape(inClass: Bool) throws(Problem) -> Unicode.Scalar? {
        guard let scalar = peek(1) else { throw Problem(message: "a \\ at the end escapes nothing") }
        index += 2
        switch scalar {
        case "d", "D", "w", "W", "s", "S": return nil
        case "b", "B":
            if inClass { throw Problem(message: "`\\\(scalar)` means nothing inside of [ ]") }
            return nil
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "1"..."9":
            throw Problem(
                message: "`\\\(scalar)` refers back, which cannot be used", help: "it cannot be matched in linear time")
        case "a"..."z", "A"..."Z", "0":
            throw Problem(
                message: "`\\\(scalar)` is not known", help: "known: \\d \\w \\s \\b and their capitals, \\n \\r \\t")
        default: return scalar
        }
    }
}
