/// A set of ASCII characters that is asked with one shift; bytes from 128 on are never in it.
struct ASCIISet: Sendable {
    /// Bit n stands for the character n.
    let low: UInt64
    /// Bit n stands for the character n + 64.
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word = byte & 0x40 == 0 ? low : high
        return byte < 0x80 && (word &>> UInt64(byte & 0x3F)) & 1 == 1
    }
}

extension ASCIISet {
    /// `tchar` of RFC 9110 §5.6.2: what a method, a field name or a chunk extension is made of.
    static let token = ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)

    /// What may stand in a request target: the visible characters without `#`, whose fragment never goes to a server.
    ///
    /// That is wider than RFC 3986 (browsers send `|`, `{` and `^` as they are in queries); controls, spaces and bytes
    /// beyond ASCII stay out.
    static let target = ASCIISet(low: 0xFFFF_FFF6_0000_0000, high: 0x7FFF_FFFF_FFFF_FFFF)

    /// `reg-name` of RFC 3986 §3.2.2 without the comma, which would make a list of two hosts look like one.
    static let host = ASCIISet(low: 0x2BFF_6FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)

    /// What stands between the brackets of an IPv6 literal, its zone included.
    static let bracketedHost = ASCIISet(low: 0x07FF_6020_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
}

extension ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let comma: UInt8 = 0x2C
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let delete: UInt8 = 0x7F

    /// Whether the byte is one of `0`…`9`.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        byte &- zero <= 9
    }
}
