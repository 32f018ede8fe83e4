extension JSONReader {
    /// An array whose elements the closure reads; nil if one of them is nil, for then its violation is recorded.
    @inlinable
    public mutating func array<Element>(
        items: some LengthBounds = 0..., _ element: (inout JSONReader) throws(DecodingFailure) -> Element?
    ) throws(DecodingFailure) -> [Element]? {
        let start = offset
        guard try beginArray() else { return nil }
        let found = findingCount
        let (fewest, most) = (items.fewest, items.most)
        var result: [Element] = []
        var count = 0
        while try nextElement() {
            count += 1
            // What is too much anyway is not kept.
            if count > most {
                try skipValue()
            } else if let value = try element(&self) {
                result.append(value)
            }
        }
        guard count >= fewest, count <= most else {
            recordItems(fewest, most, at: start)
            return nil
        }
        return findingCount == found ? result : nil
    }

    /// An array of values of one type.
    @inlinable
    public mutating func array<Element: JSONDecodable>(
        of type: Element.Type = Element.self, items: some LengthBounds = 0...
    ) throws(DecodingFailure) -> [Element]? {
        try array(items: items) { (json) throws(DecodingFailure) in try json.value(Element.self) }
    }

    /// An object with any keys, whose values the closure reads.
    @inlinable
    public mutating func map<Value>(
        items: some LengthBounds = 0..., _ value: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> [String: Value]? {
        let start = offset
        guard try beginMap() else { return nil }
        let found = findingCount
        let (fewest, most) = (items.fewest, items.most)
        var result: [String: Value] = [:]
        var count = 0
        while let key = try nextKey() {
            count += 1
            if count > most {
                try skipValue()
            } else if try null() {
                recordNull()
            } else if let value = try value(&self) {
                result[key.description] = value
            }
        }
        guard count >= fewest, count <= most else {
            recordItems(fewest, most, at: start)
            return nil
        }
        return findingCount == found ? result : nil
    }

    /// An object with any keys and values of one type.
    @inlinable
    public mutating func map<Value: JSONDecodable>(
        of type: Value.Type = Value.self, items: some LengthBounds = 0...
    ) throws(DecodingFailure) -> [String: Value]? {
        try map(items: items) { (json) throws(DecodingFailure) in try json.value(Value.self) }
    }

    /// Steps into an object that may be null or (recorded) none; then false.
    @usableFromInline
    mutating func beginMap() throws(DecodingFailure) -> Bool {
        guard cursor.peek == UInt8(ascii: "{") else {
            try recordMismatch("must be an object")
            return false
        }
        try beginObject()
        return true
    }

    /// Records that the null that was just read should have been a value.
    @usableFromInline
    mutating func recordNull() {
        record("must not be null", code: "type", at: cursor.position - 4)
    }

    @usableFromInline
    mutating func recordItems(_ fewest: Int, _ most: Int, at start: Int) {
        record(Messages.count(fewest, most, "item"), code: "items", at: start)
    }

    /// Where the reader stands.
    @usableFromInline var offset: Int { cursor.position }

    /// How much was recorded.
    @usableFromInline var findingCount: Int { findings.count + unlisted }

    /// A field where null is a value; what breaks a rule is recorded and reads as absent.
    public mutating func patch<Value>(
        _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> Patch<Value> {
        if try null() { return .null }
        return try read(&self).map { .value($0) } ?? .absent
    }

    /// Records what is wrong with a field of the object that was just read to its end, such as one that another excludes.
    public mutating func reject(_ name: StaticString, _ message: String, code: String) {
        reject(named: name.description, message, code: code)
    }

    /// The same for a field whose name is known at run time only.
    mutating func reject(named name: String, _ message: String, code: String) {
        record(message, code: code, at: lastObject, child: name)
    }

    /// Any value.
    public mutating func any() throws(DecodingFailure) -> JSONValue? {
        switch cursor.peek {
        case UInt8(ascii: "n"):
            try cursor.literal("null")
            return .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            return try bool().map { .bool($0) }
        case UInt8(ascii: "\""):
            return try string().map { .string($0) }
        case UInt8(ascii: "["):
            guard try beginArray() else { return nil }
            var elements: [JSONValue] = []
            while try nextValue() { elements.append(try any() ?? .null) }
            return .array(elements)
        case UInt8(ascii: "{"):
            try beginObject()
            var fields: [String: JSONValue] = [:]
            while let key = try nextKey() { fields[key.description] = try any() }
            return .object(fields)
        default:
            let start = cursor.position
            guard cursor.peek == UInt8(ascii: "-") || cursor.peek &- 0x30 < 10 else {
                throw cursor.error(.expectedValue)
            }
            let number = try cursor.number()
            if number.isPlain, let integer = number.integer(as: Int64.self) { return .integer(integer) }
            let double = number.double(in: cursor.bytes)
            guard double.isFinite else {
                record("is too large a number", code: "range", at: start)
                return nil
            }
            return .number(double)
        }
    }
}
