import struct FoundationEssentials.Decimal
import struct FoundationEssentials.URL
import GatewayText

/// Well-known forms of text, and what to say of a text that is none.
enum TextForm {
    static let timestamp = "must be a timestamp such as 2026-01-02T03:04:05Z"
    static let day = "must be a date such as 2026-01-02"
    static let duration = "must be a duration such as PT1H30M"
    static let uuid = "must be a UUID"
    static let url = "must be an absolute URL"
    static let decimal = "must be a decimal number of at most 38 digits"
    static let base64 = "must be base64"

    /// An absolute URL.
    static func url(_ bytes: UnsafeRawBufferPointer) -> URL? {
        guard WellKnownText.isURI(bytes) else { return nil }
        return URL(string: String(decoding: bytes, as: UTF8.self))
    }

    /// `-?digits[.digits][e±digits]` with at most 38 digits that count, which `Decimal` holds exactly.
    static func decimal(_ bytes: UnsafeRawBufferPointer) -> Decimal? {
        var cursor = JSONCursor(bytes, maxDepth: 1)
        guard let first = bytes.first, first == UInt8(ascii: "-") || first &- 0x30 < 10,
            let number = try? cursor.number(), number.range.upperBound == bytes.count
        else { return nil }
        // `Decimal` keeps its exponent in eight bits.
        if !number.isLong, number.exponent >= -100, number.exponent <= 100 {
            return Decimal(
                sign: number.isNegative ? .minus : .plus, exponent: number.exponent,
                significand: Decimal(number.mantissa))
        }
        let mantissa = bytes.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let digits = mantissa.filter { $0 &- 0x30 < 10 }.drop { $0 == UInt8(ascii: "0") }
        guard digits.count <= 38 else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let value = Decimal(string: text), !value.isNaN else { return nil }
        return value
    }

    /// A number as JSON writes it.
    static func number(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            var cursor = JSONCursor(bytes, maxDepth: 1)
            guard let number = try? cursor.number(), cursor.position == bytes.count else { return nil }
            return number.double(in: bytes)
        }
    }
}
