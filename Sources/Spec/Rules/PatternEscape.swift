/// What stands behind a backslash in a regular expression.
enum PatternEscape {
    private static let categories: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf",
        "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn",
    ]
    private static let controls: [Unicode.Scalar: Unicode.Scalar] = [
        "t": "\t", "n": "\n", "r": "\r", "f": "\u{C}", "v": "\u{B}", "0": "\0",
    ]

    /// Reads an escape and goes behind it; nil if it stands for several characters, or for none.
    static func read(
        _ scalars: [Unicode.Scalar], at index: inout Int, inClass: Bool
    ) throws(PatternCheck.Problem) -> Unicode.Scalar? {
        guard index + 1 < scalars.count else {
            throw PatternCheck.Problem(message: "a \\ at the end escapes nothing", help: "write `\\\\` for a backslash")
        }
        let scalar = scalars[index + 1]
        index += 2
        switch scalar {
        case "d", "D", "w", "W", "s", "S": return nil
        case "b" where inClass: return "\u{8}"
        case "b", "B":
            if inClass { throw unknown(scalar) }
            return nil
        case "p", "P":
            try category(scalars, at: &index)
            return nil
        case "x": return try hexadecimal(scalars, at: &index, 2)
        case "u":
            guard index < scalars.count, scalars[index] == "{" else { return try hexadecimal(scalars, at: &index, 4) }
            guard let end = scalars[index...].firstIndex(of: "}") else {
                throw PatternCheck.Problem(message: "`\\u{` is not closed")
            }
            index += 1
            let value = try hexadecimal(scalars, at: &index, end - index)
            index = end + 1
            return value
        case "1"..."9", "k":
            throw PatternCheck.Problem(
                message: "`\\\(scalar)` refers back, which cannot be used", help: "it cannot be matched in linear time")
        default:
            if let control = controls[scalar] { return control }
            let isWord = scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isWord { throw unknown(scalar) }
            return scalar
        }
    }

    private static func unknown(_ scalar: Unicode.Scalar) -> PatternCheck.Problem {
        PatternCheck.Problem(
            message: "`\\\(scalar)` is not known here",
            help: "known: \\d \\w \\s \\b and their capitals, \\p{L}, \\n \\r \\t \\f \\v, \\xHH, \\uHHHH")
    }

    private static func category(_ scalars: [Unicode.Scalar], at index: inout Int) throws(PatternCheck.Problem) {
        guard index < scalars.count, scalars[index] == "{", let end = scalars[index...].firstIndex(of: "}") else {
            throw PatternCheck.Problem(message: "`\\p` needs a category", help: "such as `\\p{L}` for letters")
        }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[(index + 1)..<end])
        guard categories.contains(String(name)) else {
            throw PatternCheck.Problem(
                message: "'\(String(name))' is no general category", help: "some are L, Lu, Ll, N, Nd, P, S and Z")
        }
        index = end + 1
    }

    private static func hexadecimal(
        _ scalars: [Unicode.Scalar], at index: inout Int, _ digits: Int
    ) throws(PatternCheck.Problem) -> Unicode.Scalar {
        let end = min(index + digits, scalars.count)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[index..<end])
        guard end - index == digits, (1...6).contains(digits), String(text).allSatisfy(\.isHexDigit),
            let value = UInt32(String(text), radix: 16).flatMap(Unicode.Scalar.init)
        else { throw PatternCheck.Problem(message: "an escape names no character") }
        index = end
        return value
    }
}
