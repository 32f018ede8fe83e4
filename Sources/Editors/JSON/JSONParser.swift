package import GatewayDiagnostics

/// Reads JSON (RFC 8259) from a peer that may send anything: strict, and bounded in depth.
package struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private let depth: Int

    /// Why a text is no JSON.
    package struct Failure: Error {
        /// The offset of the byte that is out of place.
        package let offset: Int
    }

    private init(_ bytes: [UInt8], depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    /// Reads one value and nothing behind it; lists and objects may nest `depth` deep (default 64).
    package static func parse(_ bytes: [UInt8], depth: Int = 64) throws(Failure) -> JSONText {
        var parser = JSONParser(bytes, depth: depth)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.failure }
        return value
    }

    private var failure: Failure { Failure(offset: index) }
    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard let wanted = byte.asciiValue, next == wanted else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONText {
        skipSpace()
        guard let first = next, depth <= self.depth else { throw failure }
        switch first {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: String, _ value: JSONText) throws(Failure) -> JSONText {
        guard bytes[index...].starts(with: text.utf8) else { throw failure }
        index += text.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONText {
        index += 1
        var values: [JSONText] = []
        skipSpace()
        if take("]") { return .array([]) }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .array(values) }
            guard take(",") else { throw failure }
        }
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONText {
        index += 1
        var members: [(String, JSONText)] = []
        skipSpace()
        if take("}") { return .object([]) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw failure }
            let name = try string()
            skipSpace()
            guard take(":") else { throw failure }
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw failure }
        }
    }

    // MARK: Numbers

    private mutating func number() throws(Failure) -> JSONText {
        let start = index
        _ = take("-")
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[index - whole] != UInt8(ascii: "0") else { throw failure }
        var isInteger = true
        if take(".") {
            isInteger = false
            guard digits() > 0 else { throw failure }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isInteger = false
            index += 1
            if !take("-") { _ = take("+") }
            guard digits() > 0 else { throw failure }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw failure }
        return .number(number)
    }

    private mutating func digits() -> Int {
        let start = index
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index - start
    }

    // MARK: Strings

    private mutating func string() throws(Failure) -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                // Bad UTF-8 becomes U+FFFD: what it stood for is lost either way.
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw failure
            default: text.append(byte)
            }
        }
        throw failure
    }

    private mutating func escape() throws(Failure) -> Character {
        guard let byte = next else { throw failure }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Character(Unicode.Scalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return Character(try unicode())
        default: throw failure
        }
    }

    /// The scalar of `\uXXXX`, or of a pair of surrogates; a lone surrogate is U+FFFD.
    private mutating func unicode() throws(Failure) -> Unicode.Scalar {
        let first = try hex()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let rest = index
        if first < 0xDC00, take("\\"), take("u") {
            let second = try hex()
            if (0xDC00..<0xE000).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
            }
        }
        index = rest
        return "\u{FFFD}"
    }

    private mutating func hex() throws(Failure) -> UInt32 {
        guard bytes.count - index >= 4 else { throw failure }
        var value: UInt32 = 0
        for byte in bytes[index..<(index + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else { throw failure }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }
}

extension JSONText {
    /// The member of an object, or nil.
    package subscript(name: String) -> JSONText? {
        if case .object(let members) = self { members.first { $0.0 == name }?.1 } else { nil }
    }

    /// The text, if it is a string.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value, if it is a whole number.
    package var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The value, if it is a Boolean.
    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The values, if it is a list.
    package var array: [JSONText]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The members, if it is an object.
    package var object: [(String, JSONText)]? {
        if case .object(let members) = self { members } else { nil }
    }
}
