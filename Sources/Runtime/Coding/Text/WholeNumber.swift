/// A whole number as text gives it, before anybody knows which type takes it.
@usableFromInline
struct WholeNumber {
    @usableFromInline let isNegative: Bool
    /// Its digits' value; all ones if they say more than 64 bits hold.
    @usableFromInline let magnitude: UInt64
    @usableFromInline let isTooLarge: Bool

    static let isNone = "must be a whole number"

    /// - Returns: nil for what is no `-` and digits.
    init?(_ text: String) {
        var text = text
        var (isNegative, magnitude, isTooLarge) = (false, UInt64(0), false)
        let isNumber = text.withUTF8 { bytes in
            var digits = bytes[...]
            if digits.first == UInt8(ascii: "-") {
                isNegative = true
                digits = digits.dropFirst()
            }
            guard !digits.isEmpty else { return false }
            for digit in digits {
                let value = digit &- UInt8(ascii: "0")
                guard value < 10 else { return false }
                let (tens, isOver) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, isFull) = tens.addingReportingOverflow(UInt64(value))
                isTooLarge = isTooLarge || isOver || isFull
                magnitude = sum
            }
            return true
        }
        guard isNumber else { return nil }
        self.isNegative = isNegative
        self.magnitude = isTooLarge ? .max : magnitude
        self.isTooLarge = isTooLarge
    }
}

extension FixedWidthInteger {
    /// - Returns: nil for a number that this type doesn't have.
    @inlinable
    init?(_ number: WholeNumber) {
        guard !number.isTooLarge else { return nil }
        guard number.isNegative else {
            self.init(exactly: number.magnitude)
            return
        }
        // The most negative number has no positive of its own.
        guard number.magnitude <= Int64.min.magnitude else { return nil }
        self.init(exactly: Int64(truncatingIfNeeded: 0 &- number.magnitude))
    }
}
