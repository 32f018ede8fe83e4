/// Comparing and trimming bytes as HTTP's grammar does, without making strings of them.
package enum ASCII {
    /// The byte in lower case if it is one of `A`…`Z`.
    @inlinable
    package static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    /// Whether the bytes are the text, `A`…`Z` and `a`…`z` being the same.
    package static func equalsIgnoringCase(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in 0..<bytes.count where lowercased(bytes[index]) != lowercased(other[index]) { return false }
        return true
    }

    /// The bytes without the spaces and tabs around them.
    package static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var lower = 0
        var upper = bytes.count
        while lower < upper, bytes[lower] == 0x20 || bytes[lower] == 0x09 { lower += 1 }
        while lower < upper, bytes[upper - 1] == 0x20 || bytes[upper - 1] == 0x09 { upper -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[lower..<upper])
    }

    /// Whether a comma-separated list (RFC 9110 §5.6.1) has the token, in any case.
    package static func list(_ bytes: UnsafeRawBufferPointer, contains token: StaticString) -> Bool {
        var start = 0
        for index in 0...bytes.count where index == bytes.count || bytes[index] == 0x2C {
            if equalsIgnoringCase(trimmed(UnsafeRawBufferPointer(rebasing: bytes[start..<index])), token) {
                return true
            }
            start = index + 1
        }
        return false
    }

    /// The value of a hexadecimal digit.
    @inlinable
    package static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte &- 0x30
        case 0x41...0x46: byte &- 0x37
        case 0x61...0x66: byte &- 0x57
        default: nil
        }
    }
}
