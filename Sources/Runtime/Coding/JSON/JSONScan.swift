/// Looking at eight bytes at a time.
enum JSONScan {
    /// How many bytes at the start need no escape: no quote, no backslash, no control character.
    @inline(__always)
    static func plainPrefix(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        let wordsEnd = bytes.count - 8
        while index <= wordsEnd {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let special = specials(word)
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return index
    }

    /// A word whose lowest set bit is the high bit of the first byte that needs an escape.
    ///
    /// Borrows run upwards only, so bits above the first may be wrong and the first never is.
    @inline(__always)
    static func specials(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let quotes = (quote &- ones) & ~quote
        let backslashes = (backslash &- ones) & ~backslash
        let controls = (word &- (ones &* 0x20)) & ~word
        return (quotes | backslashes | controls) & highs
    }
}
