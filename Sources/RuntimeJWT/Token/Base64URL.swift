/// Base64 with the alphabet of URLs and without padding (RFC 4648 §5, RFC 7515 §2).
enum Base64URL {
    /// The bytes of a text; nil unless it is in its one canonical form.
    static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        var word: UInt32 = 0
        var bits: UInt32 = 0
        for letter in text {
            guard let value = value(letter) else { return nil }
            word = (word << 6 | value) & 0xFF_FFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> bits))
            }
        }
        // Bits that are left over must be zero, or one signature would have several texts.
        return word & ((1 << bits) - 1) == 0 ? bytes : nil
    }

    private static func value(_ letter: UInt8) -> UInt32? {
        switch letter {
        case 0x41...0x5A: UInt32(letter - 0x41)
        case 0x61...0x7A: UInt32(letter - 0x61 + 26)
        case 0x30...0x39: UInt32(letter - 0x30 + 52)
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
