/// Log lines in memory, and the pieces that they are made of.
package struct LineBuffer: Sendable {
    private(set) var bytes: [UInt8] = []

    package init() {}

    var count: Int { bytes.count }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ other: UnsafeRawBufferPointer) { bytes.append(contentsOf: other) }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A whole number in decimal digits.
    mutating func append(_ number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        withSpace(20) { Digits.write(number.magnitude.asUInt64, to: $0) }
    }

    /// Nanoseconds as milliseconds with three decimals: `12.345`.
    mutating func append(milliseconds nanoseconds: UInt64) {
        let micros = nanoseconds / 1000
        withSpace(24) { memory in
            let whole = Digits.write(micros / 1000, to: memory)
            memory[whole] = UInt8(ascii: ".")
            _ = Digits.write(Int(truncatingIfNeeded: micros % 1000), width: 3, to: memory + whole + 1)
            return whole + 4
        }
    }

    /// Nanoseconds since 1970 as UTC: `2026-01-02T03:04:05.678Z`.
    mutating func append(timestamp nanoseconds: UInt64) {
        withSpace(Timestamp.maxLength) { Timestamp.write(milliseconds: Int(nanoseconds / 1_000_000), to: $0) }
    }

    /// 64 bits as 16 hexadecimal digits.
    mutating func append(hex word: UInt64) {
        withSpace(16) { Hexadecimal.write(word, to: $0) }
    }

    /// Text as it stands in a line for people: in quotes if it would not read as one word.
    mutating func append(word text: UnsafeRawBufferPointer) {
        if !text.isEmpty, text.allSatisfy(Self.isPlainWord) { return append(text) }
        append(LogText.word(String(decoding: text, as: UTF8.self)))
    }

    /// Text within a line for people; nothing in it ends the line.
    mutating func append(line text: UnsafeRawBufferPointer) {
        if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return append(text) }
        append(LogText.singleLine(String(decoding: text, as: UTF8.self)))
    }

    /// Text within the quotes of a JSON string.
    mutating func append(json text: UnsafeRawBufferPointer) {
        if text.allSatisfy(Self.isPlainJSON) { return append(text) }
        var json = JSONWriter()
        json.string(String(decoding: text, as: UTF8.self))
        json.withBytes { append(UnsafeRawBufferPointer(rebasing: $0.dropFirst().dropLast())) }
    }

    private static func isPlainWord(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=")
    }

    private static func isPlainJSON(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    @inline(__always)
    private mutating func withSpace(_ most: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { memory in
            guard let start = memory.baseAddress else { return }
            bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: write(start)))
        }
    }
}

extension UInt {
    fileprivate var asUInt64: UInt64 { UInt64(self) }
}
