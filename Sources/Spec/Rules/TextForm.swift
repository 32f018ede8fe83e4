/// The forms of strings that stand for other values.
enum TextForm {
    /// What is expected instead of a text, or nil if it has the form of its type.
    static func problem(_ text: String, _ scalar: ScalarType) -> String? {
        switch scalar {
        case .uuid: isUUID(text) ? nil : "a UUID"
        case .url: text.contains("://") && !text.contains(" ") ? nil : "an absolute URL"
        case .date: isDate(text[...]) ? nil : "a date, such as `2026-01-31`"
        case .timestamp: isTimestamp(text) ? nil : "a moment, such as `2026-01-31T12:00:00Z`"
        case .duration: text.hasPrefix("P") && text.count > 2 ? nil : "an ISO 8601 duration, such as `PT1H30M`"
        case .bytes: isBase64(text) ? nil : "base64"
        default: nil
        }
    }

    /// How many Unicode scalars are left without white space around.
    static func trimmedCount(_ text: String) -> Int {
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return 0 }
        return last - first + 1
    }

    private static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }

    private static func isDate(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]),
            let year = Int(parts[0])
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && day >= 1 && day <= days[month - 1]
    }

    private static func isTimestamp(_ text: String) -> Bool {
        guard text.utf8.count >= 20, isDate(text.prefix(10)) else { return false }
        let rest = Array(text.utf8.dropFirst(10))
        guard rest[0] == UInt8(ascii: "T") || rest[0] == UInt8(ascii: "t"), rest[3] == UInt8(ascii: ":"),
            rest[6] == UInt8(ascii: ":")
        else { return false }
        let last = rest[rest.count - 1]
        return last == UInt8(ascii: "Z") || last == UInt8(ascii: "z")
            || (rest.count >= 15 && rest[rest.count - 3] == UInt8(ascii: ":"))
    }

    private static func isBase64(_ text: String) -> Bool {
        text.utf8.count % 4 == 0
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0)) }
    }
}
