/// A number as JSON writes it: `(-1)^negative × mantissa × 10^exponent`, if that fits.
struct JSONNumber {
    /// Where it stands.
    var range: Range<Int>
    var isNegative = false
    /// All digits, without the point; meaningless if `isLong`.
    var mantissa: UInt64 = 0
    var exponent = 0
    /// Whether there are more digits, or a greater exponent, than the two fields hold.
    var isLong = false
    /// Whether there is neither a point nor an exponent.
    var isPlain = true

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    /// The exact whole number; nil if it is none or does not fit.
    ///
    /// `1.0` and `1e3` are whole numbers too, as in JSON Schema, as long as they are written in up to 15 digits.
    func integer<Number: FixedWidthInteger>(as type: Number.Type) -> Number? {
        if isPlain {
            guard !isLong else { return nil }
            guard isNegative else { return Number(exactly: mantissa) }
            guard mantissa <= UInt64(Int64.max) + 1 else { return nil }
            return Number(exactly: Int64(truncatingIfNeeded: 0 &- mantissa))
        }
        guard !isLong, mantissa < 1_000_000_000_000_000, let value = exactDouble else { return nil }
        return Number(exactly: value)
    }

    /// The nearest double, where one multiplication or division of exact values gives it (Clinger's fast path).
    private var exactDouble: Double? {
        guard !isLong, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
        let value =
            exponent < 0 ? Double(mantissa) / Self.powers[-exponent] : Double(mantissa) * Self.powers[exponent]
        return isNegative ? -value : value
    }

    /// The nearest double; infinite if it is too large.
    func double(in bytes: UnsafeRawBufferPointer) -> Double {
        exactDouble ?? Double(String(decoding: bytes[range], as: UTF8.self)) ?? .infinity
    }

    /// The nearest float; infinite if it is too large.
    func float(in bytes: UnsafeRawBufferPointer) -> Float {
        Float(String(decoding: bytes[range], as: UTF8.self)) ?? .infinity
    }
}

extension JSONCursor {
    /// Steps over a number (RFC 8259 §6), the position being at its first byte.
    mutating func number() throws(DecodingFailure) -> JSONNumber {
        var result = JSONNumber(range: position..<position)
        if peek == UInt8(ascii: "-") {
            result.isNegative = true
            position += 1
        }
        if peek == UInt8(ascii: "0") {
            position += 1
            guard peek &- 0x30 >= 10 else { throw error(.badNumber) }
        } else {
            guard digits(&result) > 0 else { throw error(.badNumber) }
        }
        if peek == UInt8(ascii: ".") {
            position += 1
            result.isPlain = false
            let count = digits(&result)
            guard count > 0 else { throw error(.badNumber) }
            result.exponent = -count
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            position += 1
            result.isPlain = false
            let isNegative = peek == UInt8(ascii: "-")
            if isNegative || peek == UInt8(ascii: "+") { position += 1 }
            var exponent = JSONNumber(range: 0..<0)
            guard digits(&exponent) > 0 else { throw error(.badNumber) }
            if exponent.isLong || exponent.mantissa > 100_000 {
                result.isLong = true
            } else {
                result.exponent += isNegative ? -Int(exponent.mantissa) : Int(exponent.mantissa)
            }
        }
        result.range = result.range.lowerBound..<position
        return result
    }

    /// Steps over digits, adds them to the mantissa and answers how many there were.
    @inline(__always)
    private mutating func digits(_ number: inout JSONNumber) -> Int {
        let start = position
        while position < bytes.count {
            let digit = bytes[position] &- 0x30
            guard digit < 10 else { break }
            position += 1
            // 19 digits always fit.
            if number.mantissa < 1_000_000_000_000_000_000 {
                number.mantissa = number.mantissa &* 10 &+ UInt64(digit)
            } else {
                let (product, overflow) = number.mantissa.multipliedReportingOverflow(by: 10)
                let (sum, overflow2) = product.addingReportingOverflow(UInt64(digit))
                number.mantissa = sum
                if overflow || overflow2 { number.isLong = true }
            }
        }
        return position - start
    }
}
