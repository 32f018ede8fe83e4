import GatewayText

import struct FoundationEssentials.Decimal
import struct FoundationEssentials.URL

/// The forms of strings that stand for other values, as the runtime reads them: `Tests/Corpus` holds both to it.
enum ScalarText {
    /// What is expected instead of a text, or nil if it has the form of its type.
    static func problem(_ text: String, _ scalar: ScalarType) -> String? {
        switch scalar {
        case .uuid: uuid.matches(text) ? nil : "a UUID"
        case .url: isURL(text) ? nil : "an absolute URL"
        case .date: isDate(text) ? nil : "a date, such as `2026-01-31`"
        case .timestamp: isTimestamp(text) ? nil : "a moment, such as `2026-01-31T12:00:00Z`"
        case .duration: isDuration(text) ? nil : "an ISO 8601 duration, such as `PT1H30M`"
        case .bytes: byteCount(text) != nil ? nil : "base64"
        case .decimal: isDecimal(text) ? nil : "a decimal of at most 38 digits, such as `\"9.99\"`"
        default: nil
        }
    }

    /// Whether a text has a well-known form.
    static func matches(_ text: String, _ format: StringFormat) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            return switch format {
            case .email: WellKnownText.isEmail(bytes)
            case .hostname: WellKnownText.isHostname(bytes)
            case .ip: WellKnownText.isIPv4(bytes) || WellKnownText.isIPv6(bytes)
            case .uri: WellKnownText.isURI(bytes)
            }
        }
    }

    /// The text without white space around.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    private static let uuid: Pattern = "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$"
    private static let date: Pattern = "^\\d{4}-\\d{2}-\\d{2}$"
    private static let time: Pattern =
        "^[Tt ]([01]\\d|2[0-3]):[0-5]\\d:([0-5]\\d|60)(\\.\\d+)?([Zz]|[+-]([01]\\d|2[0-3]):[0-5]\\d)$"
    private static let duration: Pattern =
        "^[+-]?P(\\d{1,12}W)?(\\d{1,12}D)?(T(\\d{1,12}H)?(\\d{1,12}M)?(\\d{1,12}([.,]\\d+)?S)?)?$"
    private static let decimal: Pattern = "^-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?$"

    private static func isURL(_ text: String) -> Bool { matches(text, .uri) && URL(string: text) != nil }

    private static func isDate(_ text: String) -> Bool {
        guard date.matches(text) else { return false }
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return false }
        let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return parts[2] >= 1 && parts[2] <= days[parts[1] - 1]
    }

    private static func isTimestamp(_ text: String) -> Bool {
        guard isDate(String(text.prefix(10))), time.matches(String(text.dropFirst(10))) else { return false }
        let digits = Array(text.utf8)
        func number(_ start: Int) -> Int { Int(digits[start] &- 0x30) * 10 + Int(digits[start + 1] &- 0x30) }
        guard number(17) == 60 else { return true }
        // A leap second is the last of a UTC day.
        var minutes = number(11) * 60 + number(14)
        if digits.last.map({ $0 | 0x20 }) != UInt8(ascii: "z") {
            let offset = number(digits.count - 5) * 60 + number(digits.count - 2)
            minutes += digits[digits.count - 6] == UInt8(ascii: "-") ? offset : -offset
        }
        return (minutes + 1440) % 1440 == 1439
    }

    private static func isDuration(_ text: String) -> Bool {
        duration.matches(text) && text.contains(where: \.isNumber) && !text.hasSuffix("T")
    }

    private static func isDecimal(_ text: String) -> Bool {
        guard decimal.matches(text) else { return false }
        let mantissa = text.prefix { $0 != "e" && $0 != "E" }
        return mantissa.filter(\.isNumber).drop { $0 == "0" }.count <= 38
            && Decimal(string: text).map { !$0.isNaN } == true
    }

    /// How many bytes a text is the base64 of, in its one canonical form; nil if it is none.
    static func byteCount(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        let letters = bytes.prefix { $0 != UInt8(ascii: "=") }
        let padding = bytes.count - letters.count
        guard bytes.count % 4 == 0, padding <= 2, bytes.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else {
            return nil
        }
        let values = letters.compactMap { letter in alphabet.firstIndex(of: letter) }
        guard values.count == letters.count else { return nil }
        // The bits that no byte takes are zero.
        guard padding == 0 || (values.last ?? 0) & (padding == 1 ? 3 : 15) == 0 else { return nil }
        return bytes.count / 4 * 3 - padding
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
