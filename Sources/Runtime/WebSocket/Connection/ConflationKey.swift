/// What tells whether a JSON message replaces another: the values of a few fields of its object, as they stand there.
package struct ConflationKey {
    /// The fields that make up the key.
    let fields: [String]
    /// Whether messages lie in a history's envelope.
    let isEnveloped: Bool

    /// A key of these fields, for the messages of a dialect.
    package init(fields: [String], _ dialect: FrameDialect) {
        self.fields = fields
        isEnveloped = dialect.isEnveloped
    }

    /// The key of a message; nil if it is no object or lacks a field.
    package func key(of payload: UnsafeRawBufferPointer) -> [UInt8]? {
        guard !fields.isEmpty else { return nil }
        var object = payload
        if isEnveloped {
            guard let range = JSONFieldScanner(payload).value(of: "message") else { return nil }
            object = UnsafeRawBufferPointer(rebasing: payload[range])
        }
        var key: [UInt8] = []
        for field in fields {
            guard let range = JSONFieldScanner(object).value(of: field) else { return nil }
            key += object[range]
            key.append(0)
        }
        return key
    }
}

/// Finds a field of the outermost object in JSON that is known to be well-formed, without reading the rest.
package struct JSONFieldScanner {
    private let bytes: UnsafeRawBufferPointer

    /// Looks at these bytes, which must outlive it.
    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Where the value of a field stands; nil if there is none. A name with escapes in it is not found.
    package func value(of name: String) -> Range<Int>? {
        var index = skipSpace(0)
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return nil }
        index += 1
        while true {
            index = skipSpace(index)
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
            let nameEnd = skipString(index)
            let isWanted = bytes[min(index + 1, nameEnd)..<max(index + 1, nameEnd - 1)].elementsEqual(name.utf8)
            index = skipSpace(nameEnd)
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
            let start = skipSpace(index + 1)
            let end = skipValue(start)
            if isWanted { return start..<end }
            index = skipSpace(end)
            guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return nil }
            index += 1
        }
    }

    private func skipSpace(_ start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        return index
    }

    /// Behind the string that starts here.
    private func skipString(_ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return bytes.count
    }

    /// Behind the value that starts here.
    private func skipValue(_ start: Int) -> Int {
        var index = start
        var depth = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): index = skipString(index)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return trimmed(start, index) }
                depth -= 1
                index += 1
            case UInt8(ascii: ",") where depth == 0: return trimmed(start, index)
            default: index += 1
            }
        }
        return bytes.count
    }

    private func trimmed(_ start: Int, _ end: Int) -> Int {
        var end = end
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return end
    }
}
