/// What raw text hubs with `trim` do to a message: line breaks become spaces, white space around goes.
enum TextTrimming {
    /// Lends the trimmed text.
    static func trimmed(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        var result = [UInt8](text)
        if result.contains(where: { $0 >= 0x80 || $0 == 0x0A || $0 == 0x0D }) {
            result = joinLines(String(decoding: result, as: UTF8.self))
        }
        var start = 0
        var end = result.count
        while start < end, isSpace(result[start]) { start += 1 }
        while end > start, isSpace(result[end - 1]) { end -= 1 }
        result.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Replaces line breaks (a CR LF is one) by spaces, and drops white space beyond ASCII at both ends.
    private static func joinLines(_ text: String) -> [UInt8] {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var previous: Unicode.Scalar = " "
        for scalar in scalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": result.append(0x20)
            default: result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
            previous = scalar
        }
        return result
    }
}
