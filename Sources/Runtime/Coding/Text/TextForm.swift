import struct FoundationEssentials.Decimal
import struct FoundationEssentials.URL

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
        guard isURI(bytes) else { return nil }
        return URL(string: String(decoding: bytes, as: UTF8.self))
    }

    /// `-?digits[.digits][e±digits]` with at most 38 digits that count, which `Decimal` holds exactly.
    static func decimal(_ bytes: UnsafeRawBufferPointer) -> Decimal? {
        var cursor = JSONCursor(bytes, maxDepth: 1)
        guard let first = bytes.first, first == UInt8(ascii: "-") || first &- 0x30 < 10,
            let number = try? cursor.number(), number.range.upperBound == bytes.count
        else { return nil }
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

    /// An email address as `<input type=email>` takes it (WHATWG HTML §4.10.5.1.5).
    static func isEmail(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0, at <= 64 else {
            return false
        }
        let extra = Array(".!#$%&'*+/=?^_`{|}~-".utf8)
        guard bytes[..<at].allSatisfy({ isAlphanumeric($0) || extra.contains($0) }) else { return false }
        return isHostname(UnsafeRawBufferPointer(rebasing: bytes[(at + 1)...]))
    }

    /// A host name (RFC 1123 §2.1): labels of letters, digits and hyphens.
    static func isHostname(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard !bytes.isEmpty, bytes.count <= 253 else { return false }
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard let first = label.first, let last = label.last, label.count <= 63 else { return false }
            return isAlphanumeric(first) && isAlphanumeric(last)
                && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    /// Four numbers of 0 to 255, without zeros before them.
    static func isIPv4(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
                guard part.count == 1 || part.first != UInt8(ascii: "0") else { return false }
                return part.reduce(0) { $0 * 10 + Int($1 &- 0x30) } <= 255
            }
    }

    /// Eight groups of up to four hexadecimal digits, `::` once for a run of zeros, IPv4 at the end allowed (RFC 4291 §2.2).
    static func isIPv6(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 2, bytes.count <= 45 else { return false }
        var groups = 0
        var hasGap = false
        var index = 0
        if bytes[0] == UInt8(ascii: ":") {
            guard bytes[1] == UInt8(ascii: ":") else { return false }
            hasGap = true
            index = 2
        }
        while index < bytes.count {
            let start = index
            while index < bytes.count, ASCII.hexValue(bytes[index]) != nil { index += 1 }
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                guard isIPv4(UnsafeRawBufferPointer(rebasing: bytes[start...])) else { return false }
                groups += 2
                index = bytes.count
                break
            }
            guard (1...4).contains(index - start) else { return false }
            groups += 1
            guard index < bytes.count else { break }
            guard bytes[index] == UInt8(ascii: ":") else { return false }
            index += 1
            guard index < bytes.count else { return false }
            if bytes[index] == UInt8(ascii: ":") {
                guard !hasGap else { return false }
                hasGap = true
                index += 1
            }
        }
        return hasGap ? groups < 8 : groups == 8
    }

    /// A scheme, a colon, and then only characters that a URI may have (RFC 3986 §3).
    static func isURI(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count,
            ASCII.lowercased(bytes[0]) &- 0x61 < 26
        else { return false }
        let schemeExtra = Array("+-.".utf8)
        guard bytes[..<colon].allSatisfy({ isAlphanumeric($0) || schemeExtra.contains($0) }) else { return false }
        let extra = Array("-._~:/?#[]@!$&'()*+,;=".utf8)
        var index = colon + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, ASCII.hexValue(bytes[index + 1]) != nil,
                    ASCII.hexValue(bytes[index + 2]) != nil
                else { return false }
                index += 3
                continue
            }
            guard isAlphanumeric(bytes[index]) || extra.contains(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        ASCII.lowercased(byte) &- 0x61 < 26 || byte &- 0x30 < 10
    }
}
