/// The well-known forms of text that a spec's `format` names, told of bytes.
///
/// The spec's checks and the runtime ask here, so that a default which the one lets pass is never refused by the other.
package enum WellKnownText {
    /// An email address as `<input type=email>` takes it (WHATWG HTML §4.10.5.1.5).
    package static func isEmail(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= 254, let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0, at <= 64 else {
            return false
        }
        guard bytes[..<at].allSatisfy({ mailbox.contains($0) }) else { return false }
        return isHostname(UnsafeRawBufferPointer(rebasing: bytes[(at + 1)...]))
    }

    private static let mailbox = ASCIISet(alphanumericAnd: ".!#$%&'*+/=?^_`{|}~-")
    private static let scheme = ASCIISet(alphanumericAnd: "+-.")
    private static let uri = ASCIISet(alphanumericAnd: "-._~:/?#[]@!$&'()*+,;=")
    private static let label = ASCIISet(alphanumericAnd: "-")

    /// A host name (RFC 1123 §2.1): labels of letters, digits and hyphens.
    package static func isHostname(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= 253 else { return false }
        var start = 0
        for index in 0...bytes.count where index == bytes.count || bytes[index] == UInt8(ascii: ".") {
            guard index > start, index - start <= 63, isAlphanumeric(bytes[start]), isAlphanumeric(bytes[index - 1]),
                bytes[start..<index].allSatisfy({ label.contains($0) })
            else { return false }
            start = index + 1
        }
        return true
    }

    /// Four numbers of 0 to 255, without zeros before them.
    package static func isIPv4(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
                guard part.count == 1 || part.first != UInt8(ascii: "0") else { return false }
                return part.reduce(0) { $0 * 10 + Int($1 &- 0x30) } <= 255
            }
    }

    /// Eight groups of up to four hexadecimal digits, `::` once for a run of zeros, IPv4 at the end allowed (RFC 4291 §2.2).
    package static func isIPv6(_ bytes: UnsafeRawBufferPointer) -> Bool {
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
            while index < bytes.count, hexValue(bytes[index]) != nil { index += 1 }
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
    package static func isURI(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count,
            lowercased(bytes[0]) &- 0x61 < 26
        else { return false }
        guard bytes[..<colon].allSatisfy({ scheme.contains($0) }) else { return false }
        var index = colon + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, hexValue(bytes[index + 1]) != nil,
                    hexValue(bytes[index + 2]) != nil
                else { return false }
                index += 3
                continue
            }
            guard uri.contains(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        lowercased(byte) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The value of a hexadecimal digit.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46: byte &- 0x37
        case 0x61...0x66: byte &- 0x57
        default: nil
        }
    }
}

/// A set of ASCII characters.
struct ASCIISet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// Letters, digits and the characters of a text.
    init(alphanumericAnd text: StaticString) {
        for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { insert(byte) }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            insert(byte)
            insert(byte | 0x20)
        }
        text.withUTF8Buffer { for byte in $0 { insert(byte) } }
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
    }

    /// Whether a byte is one of them.
    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }
}
