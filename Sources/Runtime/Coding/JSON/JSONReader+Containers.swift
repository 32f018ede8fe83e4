extension JSONReader {
    /// An array whose elements the closure reads; nil if one of them is nil, for then its violation is recorded.
    public mutating func array<Element>(
        items: some LengthBounds = 0..., _ element: (inout JSONReader) throws(DecodingFailure) -> Element?
    ) throws(DecodingFailure) -> [Element]? {
        let start = cursor.position
        guard try beginArray() else { return nil }
        let found = findings.count
        var result: [Element] = []
        var count = 0
        while try nextElement() {
            count += 1
            // What is too much anyway is not kept.
            guard count <= items.most else {
                try skipValue()
                continue
            }
            if let value = try element(&self) { result.append(value) }
        }
        guard count >= items.fewest, count <= items.most else {
            record(Messages.count(items.fewest, items.most, "item"), code: "items", at: start)
            return nil
        }
        return findings.count == found ? result : nil
    }

    /// An array of values of one type.
    public mutating func array<Element: JSONDecodable>(
        of type: Element.Type = Element.self, items: some LengthBounds = 0...
    ) throws(DecodingFailure) -> [Element]? {
        try array(items: items) { (json) throws(DecodingFailure) in try json.value(Element.self) }
    }

    /// An object with any keys, whose values the closure reads.
    public mutating func map<Value>(
        items: some LengthBounds = 0..., _ value: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> [String: Value]? {
        let start = cursor.position
        guard cursor.peek == UInt8(ascii: "{") else {
            try recordMismatch("must be an object")
            return nil
        }
        let found = findings.count
        try beginObject()
        var result: [String: Value] = [:]
        var count = 0
        while let key = try nextKey() {
            count += 1
            guard count <= items.most else {
                try skipValue()
                continue
            }
            if cursor.peek == UInt8(ascii: "n") {
                record("must not be null", code: "type")
                try skipValue()
            } else if let value = try value(&self) {
                result[key.description] = value
            }
        }
        guard count >= items.fewest, count <= items.most else {
            record(Messages.count(items.fewest, items.most, "item"), code: "items", at: start)
            return nil
        }
        return findings.count == found ? result : nil
    }

    /// An object with any keys and values of one type.
    public mutating func map<Value: JSONDecodable>(
        of type: Value.Type = Value.self, items: some LengthBounds = 0...
    ) throws(DecodingFailure) -> [String: Value]? {
        try map(items: items) { (json) throws(DecodingFailure) in try json.value(Value.self) }
    }

    /// A field where null is a value; what breaks a rule is recorded and reads as absent.
    public mutating func patch<Value>(
        _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> Patch<Value> {
        if try null() { return .null }
        return try read(&self).map { .value($0) } ?? .absent
    }

    /// Records what is wrong with a field of the object that was just read to its end, such as one that another excludes.
    public mutating func reject(_ name: StaticString, _ message: String, code: String) {
        record(message, code: code, at: lastObject, child: name.description)
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
