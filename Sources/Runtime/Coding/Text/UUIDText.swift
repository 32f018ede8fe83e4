package import struct FoundationEssentials.UUID

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
        guard text.count == 36 else { return nil }
        var value: (UInt64, UInt64) = (0, 0)
        var nibbles = 0
        for index in 0..<36 {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard text[index] == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = ASCII.hexValue(text[index]) else { return nil }
            if nibbles < 16 { value.0 = value.0 << 4 | UInt64(digit) } else { value.1 = value.1 << 4 | UInt64(digit) }
            nibbles += 1
        }
        func byte(_ index: Int) -> UInt8 {
            let word = index < 8 ? value.0 : value.1
            return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index % 8)))
        }
        return UUID(
            uuid: (
                byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7),
                byte(8), byte(9), byte(10), byte(11), byte(12), byte(13), byte(14), byte(15)
            ))
    }
}
