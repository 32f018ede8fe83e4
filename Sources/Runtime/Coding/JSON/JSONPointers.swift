/// Finds the JSON pointers (RFC 6901) of places in a text, in one pass over it.
///
/// Readers keep no path: only who breaks a rule pays for one.
struct JSONPointers {
    private enum Step {
        case key(JSONCursor.Text)
        case index(Int)
    }

    private var cursor: JSONCursor
    private var path: [Step] = []
    private var pending: ArraySlice<Int>
    private(set) var pointers: [Int: String] = [:]

    /// The pointers of the values that start at the offsets; the text must be well-formed up to the last of them.
    static func resolve(_ offsets: [Int], in bytes: UnsafeRawBufferPointer, maxDepth: Int) -> [Int: String] {
        var walk = JSONPointers(offsets, JSONCursor(bytes, maxDepth: maxDepth))
        walk.cursor.skipSpace()
        try? walk.value()
        return walk.pointers
    }

    private init(_ offsets: [Int], _ cursor: JSONCursor) {
        self.cursor = cursor
        pending = Set(offsets).sorted()[...]
    }

    private mutating func value() throws(DecodingFailure) {
        if pending.first == cursor.position {
            pending.removeFirst()
            pointers[cursor.position] = path.map { "/" + text($0) }.joined()
        }
        guard !pending.isEmpty else { return }
        switch cursor.peek {
        case UInt8(ascii: "{"): try container(UInt8(ascii: "}"))
        case UInt8(ascii: "["): try container(UInt8(ascii: "]"))
        default: try cursor.skipValue(depth: path.count)
        }
    }

    private mutating func container(_ end: UInt8) throws(DecodingFailure) {
        guard path.count < cursor.maxDepth else { throw cursor.error(.tooDeep) }
        cursor.position += 1
        cursor.skipSpace()
        var index = 0
        while cursor.peek != end, !pending.isEmpty {
            if end == UInt8(ascii: "}") {
                guard cursor.peek == UInt8(ascii: "\"") else { throw cursor.error(.expectedKey) }
                path.append(.key(try cursor.text()))
                try cursor.colon()
            } else {
                path.append(.index(index))
            }
            try value()
            guard !pending.isEmpty else { return }
            path.removeLast()
            index += 1
            cursor.skipSpace()
            guard cursor.peek == UInt8(ascii: ",") else { break }
            cursor.position += 1
            cursor.skipSpace()
        }
        guard cursor.peek == end else { throw cursor.error(.expectedCommaOrEnd) }
        cursor.position += 1
    }

    private func text(_ step: Step) -> String {
        switch step {
        case .index(let index): "\(index)"
        case .key(let key): Self.escape(JSONText.string(key, in: cursor.bytes))
        }
    }

    /// A key as a part of a pointer.
    static func escape(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
        return key.reduce(into: "") { result, character in
            switch character {
            case "~": result += "~0"
            case "/": result += "~1"
            default: result.append(character)
            }
        }
    }
}
