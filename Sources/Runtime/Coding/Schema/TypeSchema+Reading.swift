import FoundationEssentials

extension TypeTable {
    /// Reads one value of a type that takes up the whole text.
    ///
    /// - Throws: `ValidationFailure`, malformed if the text is no JSON, else with all that the value breaks.
    public func decode(
        _ schema: TypeSchema, from bytes: UnsafeRawBufferPointer, options: JSONOptions = JSONOptions()
    ) throws(ValidationFailure) -> JSONValue {
        try JSONReader.decode(from: bytes, options: options) { (json) throws(DecodingFailure) in
            try read(schema, from: &json)
        }
    }

    /// Reads a value where the reader stands; nil for null, and for what breaks a rule, which is then recorded.
    func read(
        _ schema: TypeSchema, from json: inout JSONReader, isQuoted: Bool = false
    ) throws(DecodingFailure) -> JSONValue? {
        switch resolve(schema) {
        case .string(let rules): return try json.string(rules).map { .string($0) }
        case .bool: return try json.bool().map { .bool($0) }
        case .integer(let width, let least, let most):
            return try width.read(from: &json, least, most, isQuoted: isQuoted)
        case .number(let rules, isSingle: false):
            return try (isQuoted ? json.quotedDouble(rules) : json.double(rules)).map { .number($0) }
        case .number(let rules, isSingle: true):
            return try (isQuoted ? json.quotedFloat(rules) : json.float(rules)).map { .number(Double($0)) }
        case .formatted(let form): return try form.read(from: &json)
        case .url(let rules): return try json.url(rules).map { .string($0.absoluteString) }
        case .decimal(let rules): return try json.decimal(rules).map { FormattedText.canonical($0) }
        case .quoted(let type): return try read(type, from: &json, isQuoted: true)
        case .choice(let type, let values):
            return try json.one(of: values) { (json) throws(DecodingFailure) in
                try read(type, from: &json, isQuoted: isQuoted)
            }
        case .bytes(let fewest, let most):
            return try json.base64(length: fewest...max(fewest, most)).map { .string(Base64.encode($0)) }
        case .word(let words): return try json.word(of: words).map { .string($0) }
        case .list(let element, let fewest, let most):
            return try json.array(items: fewest...max(fewest, most)) { (json) throws(DecodingFailure) in
                try json.nested { (json) throws(DecodingFailure) in try read(element, from: &json) }
            }.map { .array($0) }
        case .map(let value, let fewest, let most):
            return try json.map(items: fewest...max(fewest, most)) { (json) throws(DecodingFailure) in
                try json.nested { (json) throws(DecodingFailure) in try read(value, from: &json) }
            }.map { .object($0) }
        case .object(let object): return try read(object, from: &json)
        case .union(let tag, let members): return try readUnion(tag, members, from: &json)
        case .any, .named: return try json.any()
        }
    }

    private func read(_ object: ObjectSchema, from json: inout JSONReader) throws(DecodingFailure) -> JSONValue {
        var values: [String: JSONValue] = [:]
        try json.beginObject()
        while let key = try json.nextKey() {
            let name = key.description
            guard let field = object.fields.first(where: { $0.name == name }) else {
                try json.skip(key)
                continue
            }
            if field.isNullable, try json.null() {
                values[name] = .null
            } else {
                values[name] = try json.nested { (json) throws(DecodingFailure) in try read(field.type, from: &json) }
            }
        }
        for field in object.fields where values[field.name] != nil {
            for other in field.requires where values[other] == nil {
                json.requireMissing(other, "is required with '\(field.name)'")
            }
            for other in field.excludes where values[other] != nil {
                json.reject(named: other, Messages.excluded(by: field.name), code: "excludes")
            }
        }
        var isWhole = true
        for field in object.fields where values[field.name] == nil {
            if let value = field.defaultValue {
                values[field.name] = value
            } else if field.isRequired {
                json.requireMissing(field.name)
                isWhole = false
            }
        }
        guard isWhole else { throw json.failure }
        return .object(values)
    }

    private func readUnion(
        _ tag: String, _ members: [(tag: String, type: TypeSchema)], from json: inout JSONReader
    ) throws(DecodingFailure) -> JSONValue {
        let key = try json.tag(named: tag).description
        guard let member = members.first(where: { $0.tag == key }) else {
            throw json.unknownTag(named: tag, members.map(\.tag))
        }
        guard case .object(var values) = try read(member.type, from: &json) else { throw json.failure }
        values[tag] = .string(member.tag)
        return .object(values)
    }
}

extension IntegerWidth {
    fileprivate func read(
        from json: inout JSONReader, _ least: Int64?, _ most: Int64?, isQuoted: Bool
    ) throws(DecodingFailure) -> JSONValue? {
        switch self {
        case .int: try read(Int.self, from: &json, least, most, isQuoted)
        case .int8: try read(Int8.self, from: &json, least, most, isQuoted)
        case .int16: try read(Int16.self, from: &json, least, most, isQuoted)
        case .int32: try read(Int32.self, from: &json, least, most, isQuoted)
        case .int64: try read(Int64.self, from: &json, least, most, isQuoted)
        case .uint: try read(UInt.self, from: &json, least, most, isQuoted)
        case .uint8: try read(UInt8.self, from: &json, least, most, isQuoted)
        case .uint16: try read(UInt16.self, from: &json, least, most, isQuoted)
        case .uint32: try read(UInt32.self, from: &json, least, most, isQuoted)
        case .uint64: try read(UInt64.self, from: &json, least, most, isQuoted)
        }
    }

    private func read<Number: FixedWidthInteger & Sendable>(
        _ type: Number.Type, from json: inout JSONReader, _ least: Int64?, _ most: Int64?, _ isQuoted: Bool
    ) throws(DecodingFailure) -> JSONValue? {
        let range: ClosedRange<Number> = range(least, most)
        let read = try isQuoted ? json.quotedInteger(type, range: range) : json.integer(type, range: range)
        guard let value = read else { return nil }
        return Int64(exactly: value).map { .integer($0) } ?? .number(Double(value))
    }
}

extension FormattedText {
    fileprivate func read(from json: inout JSONReader) throws(DecodingFailure) -> JSONValue? {
        switch self {
        case .timestamp: try json.date().map { Self.canonical($0) }
        case .date: try json.calendarDate().map { Self.canonical($0) }
        case .duration: try json.duration().map { Self.canonical($0) }
        case .uuid: try json.uuid().map { Self.canonical($0) }
        case .decimal: try json.decimal().map { Self.canonical($0) }
        case .url: try json.url().map { .string($0.absoluteString) }
        }
    }

    /// The text that the generated code would write for the value.
    static func canonical(_ value: some JSONEncodable) -> JSONValue {
        let text = JSONWriter.encode(value)
        return .string(String(decoding: text.dropFirst().dropLast(), as: UTF8.self))
    }
}
