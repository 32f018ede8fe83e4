extension JSONCursor {
    /// Where the value of a key of the object at the position starts; nil if there is none.
    ///
    /// For objects that were read before: what is not well-formed ends the search.
    mutating func find(_ name: String) -> Int? {
        (try? findChecked(name, depth: 0)) ?? nil
    }

    /// The same for an object that nobody has checked.
    mutating func findChecked(_ name: String, depth: Int) throws(DecodingFailure) -> Int? {
        guard peek == UInt8(ascii: "{") else { return nil }
        position += 1
        skipSpace()
        while peek != UInt8(ascii: "}") {
            guard peek == UInt8(ascii: "\"") else { throw error(.expectedKey) }
            let text = try text()
            try colon()
            if matches(text, name) { return position < bytes.count ? position : nil }
            try skipValue(depth: depth + 1)
            skipSpace()
            if peek == UInt8(ascii: ",") {
                position += 1
                skipSpace()
                guard peek == UInt8(ascii: "\"") else { throw error(.expectedKey) }
            } else if peek != UInt8(ascii: "}") {
                throw error(.expectedCommaOrEnd)
            }
        }
        return nil
    }

    private func matches(_ text: Text, _ name: String) -> Bool {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[text.range])
        return text.hasEscapes ? JSONText.unescaped(slice).elementsEqual(name.utf8) : slice.elementsEqual(name.utf8)
    }
}
