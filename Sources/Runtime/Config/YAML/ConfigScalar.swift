/// What a scalar means: YAML 1.2's core schema (§10.3.2), but that numbers with needless leading zeros are strings.
package enum ConfigScalar: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A whole number that 64 bits cannot hold, as it is written.
    case bigInteger(String)
    case number(Double)
    case string(String)

    /// Reads plain text; what is none of the others is a string (`yes`, `on`, `010`, `1:30`).
    package init(plain text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": self = .number(.infinity)
        case "-.inf", "-.Inf", "-.INF": self = .number(-.infinity)
        case ".nan", ".NaN", ".NAN": self = .number(.nan)
        default: self = Self.numeric(text) ?? .string(text)
        }
    }

    /// What it is, for messages.
    package var kindName: String {
        switch self {
        case .null: "nothing"
        case .bool: "a Boolean"
        case .integer, .bigInteger: "an integer"
        case .number: "a number"
        case .string: "a string"
        }
    }

    private static func numeric(_ text: String) -> ConfigScalar? {
        var digits = Substring(text)
        var radix = 10
        if text.hasPrefix("0x") || text.hasPrefix("0o") {
            radix = text.hasPrefix("0x") ? 16 : 8
            digits = digits.dropFirst(2)
        } else if let sign = digits.first, sign == "+" || sign == "-" {
            digits = digits.dropFirst()
        }
        if radix == 10, digits.utf8.count > 1, digits.hasPrefix("0"), digits.utf8.dropFirst().allSatisfy(isDigit) {
            return nil
        }
        // A sign would be taken behind 0x; letters elsewhere are no digits.
        guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        let whole = radix == 10 ? Substring(text) : digits
        if let value = Int64(whole, radix: radix) { return .integer(value) }
        if radix != 10 {
            let isNumber = digits.utf8.allSatisfy { Int(String(Unicode.Scalar($0)), radix: radix) != nil }
            return isNumber ? .bigInteger(text) : nil
        }
        if digits.utf8.allSatisfy(isDigit) { return .bigInteger(text) }
        return isDecimal(digits) ? Double(text).map(ConfigScalar.number) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Whether it is `digits [. digits] [e [sign] digits]`, with digits on one side of the point at least.
    private static func isDecimal(_ text: Substring) -> Bool {
        let parts = text.utf8.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E")
        }
        if parts.count == 2 {
            var exponent = parts[1]
            if exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-") {
                exponent = exponent.dropFirst()
            }
            guard !exponent.isEmpty, exponent.allSatisfy(isDigit) else { return false }
        }
        let sides = parts[0].split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        if sides[0].count > 1, sides[0].first == UInt8(ascii: "0") { return false }
        return sides.allSatisfy { $0.allSatisfy(isDigit) } && sides.contains { !$0.isEmpty }
    }
}
