/// The `application/x-www-form-urlencoded` format (WHATWG URL §5), straight over bytes.
package enum URLEncoded {
    /// A name and a value as they were sent.
    package struct Pair {
        package let name: UnsafeRawBufferPointer
        package let value: UnsafeRawBufferPointer
    }

    /// Calls the closure with each pair until it answers false; empty pairs (`&&`) are left out.
    package static func forEachPair(_ bytes: UnsafeRawBufferPointer, _ body: (Pair) -> Bool) {
        var start = 0
        while start < bytes.count {
            var end = start
            var equals: Int?
            while end < bytes.count, bytes[end] != UInt8(ascii: "&") {
                if equals == nil, bytes[end] == UInt8(ascii: "=") { equals = end }
                end += 1
            }
            if end > start {
                let pair = Pair(
                    name: UnsafeRawBufferPointer(rebasing: bytes[start..<(equals ?? end)]),
                    value: UnsafeRawBufferPointer(rebasing: bytes[(equals.map { $0 + 1 } ?? end)..<end]))
                guard body(pair) else { return }
            }
            start = end + 1
        }
    }

    /// The text of a name or value; nil if a percent sign is broken or the bytes are not UTF-8.
    package static func decode(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(validating: bytes, as: UTF8.self)
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "+"):
                decoded.append(0x20)
                index += 1
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.count, let high = ASCII.hexValue(bytes[index + 1]),
                    let low = ASCII.hexValue(bytes[index + 2])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            default:
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Writes a name or value so that nothing in it has a meaning, not even a comma.
    static func encode(_ bytes: [UInt8], to output: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in bytes {
            if byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    /// Whether the raw bytes, once decoded, are the name.
    package static func name(_ bytes: UnsafeRawBufferPointer, is name: String) -> Bool {
        if bytes.elementsEqual(name.utf8) { return true }
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return false }
        return decode(bytes) == name
    }
}
