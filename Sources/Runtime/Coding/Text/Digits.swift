/// Whole numbers as decimal digits.
enum Digits {
    /// `00` to `99`.
    private static let pairs: [UInt8] = (0..<100).flatMap { (value: UInt8) -> [UInt8] in
        [0x30 + value / 10, 0x30 + value % 10]
    }

    /// Writes the number (at most 20 bytes) and answers how many bytes it took.
    static func write(_ value: UInt64, to memory: UnsafeMutablePointer<UInt8>) -> Int {
        let length = count(value)
        var value = value
        var index = length
        pairs.withUnsafeBufferPointer { pairs in
            while value >= 100 {
                let pair = Int(truncatingIfNeeded: value % 100) * 2
                value /= 100
                index -= 2
                memory[index] = pairs[pair]
                memory[index + 1] = pairs[pair + 1]
            }
            if value >= 10 {
                memory[0] = pairs[Int(truncatingIfNeeded: value) * 2]
                memory[1] = pairs[Int(truncatingIfNeeded: value) * 2 + 1]
            } else {
                memory[0] = 0x30 + UInt8(truncatingIfNeeded: value)
            }
        }
        return length
    }

    /// Writes the lowest digits of a number, with zeros before it, and answers where they end.
    static func write(
        _ value: Int, width: Int, to memory: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var value = value
        for index in stride(from: width - 1, through: 0, by: -1) {
            memory[index] = 0x30 + UInt8(truncatingIfNeeded: value % 10)
            value /= 10
        }
        return memory + width
    }

    /// How many digits the number has.
    static func count(_ value: UInt64) -> Int {
        var count = 1
        var limit: UInt64 = 10
        while value >= limit {
            count += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow { break }
            limit = next
        }
        return count
    }
}
