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
        return String(unsafeUninitializedCapacity: slice.count) { unescape(slice, into: $0) }
    }

    /// The bytes with their escapes resolved; never more than there were.
    static func unescaped(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes.count) { $1 = unescape(bytes, into: $0) }
    }

    /// Resolves escapes into memory that has room for as many bytes as there are; answers how many it took.
    private static func unescape(_ bytes: UnsafeRawBufferPointer, into memory: UnsafeMutableBufferPointer<UInt8>) -> Int
    {
        guard let start = bytes.baseAddress, let output = memory.baseAddress else { return 0 }
        var count = 0
        var index = 0
        while index < bytes.count {
            let plain = JSONScan.plainPrefix(UnsafeRawBufferPointer(rebasing: bytes[index...]))
            UnsafeMutableRawPointer(output + count).copyMemory(from: start + index, byteCount: plain)
            index += plain
            count += plain
            guard index + 1 < bytes.count else { break }
            let byte = bytes[index + 1]
            if byte == UInt8(ascii: "u") {
                let (scalar, length) = scalar(bytes, at: index)
                for unit in UTF8.encode(scalar) ?? .init() {
                    output[count] = unit
                    count += 1
                }
                index += length
            } else {
                output[count] = plainEscape(byte)
                count += 1
                index += 2
            }
        }
        return count
    }

    /// What a backslash and a letter stand for.
    private static func plainEscape(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    /// The scalar that `\uXXXX`, or a pair of them, names, and how many bytes that takes.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, at index: Int) -> (Unicode.Scalar, length: Int) {
        guard var value = codeUnit(bytes, at: index + 2) else { return ("\u{FFFD}", 2) }
        var length = 6
        if value & 0xFC00 == 0xD800, let low = codeUnit(bytes, at: index + 8) {
            value = 0x10000 + ((value & 0x3FF) << 10 | low & 0x3FF)
            length = 12
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}

/// Checking UTF-8 without making a string.
enum UTF8Check {
    static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.withMemoryRebound(to: UInt8.self) { (try? UTF8Span(validating: $0.span)) != nil }
    }
}
