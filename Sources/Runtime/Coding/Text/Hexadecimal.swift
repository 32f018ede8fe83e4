/// Words as hexadecimal digits in lower case, and back.
enum Hexadecimal {
    /// Writes 16 digits.
    @discardableResult
    static func write(_ word: UInt64, to memory: UnsafeMutablePointer<UInt8>) -> Int {
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 15
            memory[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
        return 16
    }

    /// Reads digits in lower case, as the W3C's trace context writes them; nil if there are others, or more than 16.
    static func read(_ digits: some Collection<UInt8>) -> UInt64? {
        guard !digits.isEmpty, digits.count <= 16 else { return nil }
        var word: UInt64 = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: word = word << 4 | UInt64(digit - 0x30)
            case 0x61...0x66: word = word << 4 | UInt64(digit - 0x57)
            default: return nil
            }
        }
        return word
    }

    static func text(_ words: UInt64...) -> String {
        String(unsafeUninitializedCapacity: words.count * 16) { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            for (index, word) in words.enumerated() { write(word, to: start + 16 * index) }
            return words.count * 16
        }
    }
}
