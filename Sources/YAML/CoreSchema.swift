/// YAML 1.2's core schema (§10.3.2), but that numbers with needless leading zeros are strings: `010` is no 10, and no 8.
enum CoreSchema {
    /// What a plain scalar means.
    static func resolve(_ text: String) -> Scalar.Resolved {
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "~"):
            if ["null", "Null", "NULL", "~"].contains(text) { return .null }
        case UInt8(ascii: "t"), UInt8(ascii: "T"):
            if ["true", "True", "TRUE"].contains(text) { return .bool(true) }
        case UInt8(ascii: "f"), UInt8(ascii: "F"):
            if ["false", "False", "FALSE"].contains(text) { return .bool(false) }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            return number(text) ?? .string(text)
        default: break
        }
        return .string(text)
    }

    private static func number(_ text: String) -> Scalar.Resolved? {
        if text.hasPrefix("0x") { return radix(text.dropFirst(2), 16, text) }
        if text.hasPrefix("0o") { return radix(text.dropFirst(2), 8, text) }
        var rest = Substring(text)
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        switch rest {
        case ".inf", ".Inf", ".INF": return .float(text.hasPrefix("-") ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return rest.count == text.count ? .float(.nan) : nil
        default: return decimal(rest, text)
        }
    }

    private static func radix(_ digits: Substring, _ radix: Int, _ text: String) -> Scalar.Resolved? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ isDigit($0, radix) }) else { return nil }
        return Int64(digits, radix: radix).map(Scalar.Resolved.int) ?? .bigInt(text)
    }

    private static func isDigit(_ byte: UInt8, _ radix: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "7"): true
        case UInt8(ascii: "8")...UInt8(ascii: "9"): radix > 8
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }

    /// `digits [. digits] [e [sign] digits]`, where either side of the point may be missing, but not both.
    private static func decimal(_ unsigned: Substring, _ text: String) -> Scalar.Resolved? {
        var bytes = unsigned.utf8
        let whole = bytes.prefix { isDigit($0, 10) }
        bytes = bytes.dropFirst(whole.count)
        if whole.count > 1, whole.first == UInt8(ascii: "0") { return nil }
        if bytes.isEmpty, !whole.isEmpty { return Int64(text).map(Scalar.Resolved.int) ?? .bigInt(text) }
        var fraction = whole.prefix(0)
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            fraction = bytes.prefix { isDigit($0, 10) }
            bytes = bytes.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            bytes = bytes.dropFirst()
            if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
            let exponent = bytes.prefix { isDigit($0, 10) }
            guard !exponent.isEmpty else { return nil }
            bytes = bytes.dropFirst(exponent.count)
        }
        guard bytes.isEmpty else { return nil }
        return Double(text).map(Scalar.Resolved.float)
    }
}
