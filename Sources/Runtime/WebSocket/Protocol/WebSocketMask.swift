/// Takes the mask off a payload, or puts it on, which is the same (RFC 6455 §5.3).
///
/// A key is kept as the little-endian number of its four bytes, so that the byte due first is the lowest.
package enum WebSocketMask {
    /// Reads the four bytes of a key.
    @inline(__always)
    package static func key(at pointer: UnsafeRawPointer) -> UInt32 {
        UInt32(littleEndian: pointer.loadUnaligned(as: UInt32.self))
    }

    /// The key as it is due after so many bytes of the payload.
    @inline(__always)
    package static func rotated(_ key: UInt32, by count: Int) -> UInt32 {
        let bits = UInt32(truncatingIfNeeded: count & 3) &* 8
        return key &>> bits | key &<< (32 &- bits & 31)
    }

    /// Copies `count` bytes, XORed with the key, and tells whether all of them came out as ASCII. `source` and `target`
    /// may be the same, but must not overlap otherwise.
    @inline(__always) @discardableResult
    package static func apply(
        _ key: UInt32, from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int
    ) -> Bool {
        let word = (UInt64(key) &<< 32 | UInt64(key)).littleEndian
        var offset = 0
        var seen: UInt64 = 0
        if count >= 64 {
            let wide = SIMD8<UInt64>(repeating: word)
            var wideSeen = SIMD8<UInt64>(repeating: 0)
            repeat {
                let value = source.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self) ^ wide
                target.storeBytes(of: value, toByteOffset: offset, as: SIMD8<UInt64>.self)
                wideSeen |= value
                offset &+= 64
            } while count &- offset >= 64
            let four = wideSeen.lowHalf | wideSeen.highHalf
            let two = four.lowHalf | four.highHalf
            seen = two.x | two.y
        }
        while count &- offset >= 8 {
            let value = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ word
            target.storeBytes(of: value, toByteOffset: offset, as: UInt64.self)
            seen |= value
            offset &+= 8
        }
        var rest = key
        while offset < count {
            let value = source.load(fromByteOffset: offset, as: UInt8.self) ^ UInt8(truncatingIfNeeded: rest)
            target.storeBytes(of: value, toByteOffset: offset, as: UInt8.self)
            seen |= UInt64(value)
            rest = rest &>> 8 | rest &<< 24
            offset &+= 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }
}
