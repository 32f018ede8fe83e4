package import struct FoundationEssentials.UUID
package import typealias FoundationEssentials.uuid_t

/// UUIDs as text (RFC 9562 §4).
package enum UUIDText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Writes 36 bytes in lower case.
    static func write(_ uuid: UUID, to memory: UnsafeMutablePointer<UInt8>) -> Int {
        var position = 0
        withUnsafeBytes(of: uuid.uuid) { bytes in
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    memory[position] = UInt8(ascii: "-")
                    position += 1
                }
                memory[position] = digits[Int(bytes[index] >> 4)]
                memory[position + 1] = digits[Int(bytes[index] & 15)]
                position += 2
            }
        }
        return position
    }

    /// Reads 8-4-4-4-12 hexadecimal digits in any case; nothing else.
    package static func parse(_ text: UnsafeRawBufferPointer) -> UUID? {
        let dash = UInt8(ascii: "-")
        guard text.count == 36, text[8] == dash, text[13] == dash, text[18] == dash, text[23] == dash,
            let first = bytes(text, 0, 4), let second = bytes(text, 9, 14), let third = bytes(text, 19, 24),
            let fourth = bytes(text, 28, 32)
        else { return nil }
        let words = (
            (UInt64(first) | UInt64(second) << 32).littleEndian, (UInt64(third) | UInt64(fourth) << 32).littleEndian
        )
        return UUID(uuid: withUnsafeBytes(of: words) { $0.loadUnaligned(as: uuid_t.self) })
    }

    /// Four bytes, the first one lowest, from eight digits: four at each of two places.
    private static func bytes(_ text: UnsafeRawBufferPointer, _ first: Int, _ second: Int) -> UInt32? {
        let low = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: first, as: UInt32.self))
        let high = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: second, as: UInt32.self))
        let word = UInt64(low) | UInt64(high) << 32
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones &* 0x80
        guard word & tops == 0 else { return nil }
        // Each byte's top bit says whether it is at least so much; no byte carries into the next.
        let letters = word | ones &* 0x20
        let isDigit = (word &+ ones &* (0x80 - 0x30)) & ~(word &+ ones &* (0x80 - 0x3A))
        let isLetter = (letters &+ ones &* (0x80 - 0x61)) & ~(letters &+ ones &* (0x80 - 0x67))
        guard (isDigit | isLetter) & tops == tops else { return nil }
        let digits = (word & (ones &* 0x0F)) &+ ((word >> 6) & ones) &* 9
        var packed = (digits << 4 | digits >> 8) & 0x00FF_00FF_00FF_00FF
        packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: packed | packed >> 16)
    }
}
