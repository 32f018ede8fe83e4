/// Makes strings of JSON's strings, which a `JSONCursor` has checked.
enum JSONText {
    /// The value of four hexadecimal digits.
    static func codeUnit(_ bytes: UnsafeRawBufferPointer, at start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = ASCII.hexValue(bytes[index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The text with its escapes resolved.
    static func string(_ text: JSONCursor.Text, in bytes: UnsafeRawBufferPointer) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[text.range])
        guard text.hasEscapes else { return String(decoding: slice, as: UTF8.self) }
        return String(decoding: unescaped(slice), as: UTF8.self)
    }

    /// The bytes with their escapes resolved; never more than there were.
    static func unescaped(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let plain = JSONScan.plainPrefix(UnsafeRawBufferPointer(rebasing: bytes[index...]))
            result.append(contentsOf: bytes[index..<index + plain])
            index += plain
            guard index + 1 < bytes.count else { break }
            switch bytes[index + 1] {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                index += appendScalar(bytes, at: index, to: &result)
                continue
            default: result.append(bytes[index + 1])
            }
            index += 2
        }
        return result
    }

    /// Appends the scalar that `\uXXXX`, or a pair of them, names; answers how many bytes that took.
    private static func appendScalar(
        _ bytes: UnsafeRawBufferPointer, at index: Int, to result: inout [UInt8]
    ) -> Int {
        guard var value = codeUnit(bytes, at: index + 2) else { return 2 }
        var length = 6
        if value & 0xFC00 == 0xD800, let low = codeUnit(bytes, at: index + 8) {
            value = 0x10000 + ((value & 0x3FF) << 10 | low & 0x3FF)
            length = 12
        }
        if let scalar = Unicode.Scalar(value) { result.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
        return length
    }
}

/// Checking UTF-8 without making a string.
enum UTF8Check {
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.withMemoryRebound(to: UInt8.self) { (try? UTF8Span(validating: $0.span)) != nil }
    }
}
