import FoundationEssentials

extension TypeTable {
    /// A parameter of a request, read as the generated code reads one of that type.
    ///
    /// - Returns: nil if it is absent, or (recorded in the reader) if it breaks a rule or is required and missing.
    public func parameter(
        _ name: String, in source: Violation.Source, as schema: TypeSchema, isRequired: Bool,
        default defaultValue: JSONValue? = nil, from reader: inout RequestReader
    ) -> JSONValue? {
        let resolved = resolve(schema)
        if case .list(let element, let fewest, let most) = resolved {
            let form = form(resolve(element))
            var fallback: [JSONValue]? = isRequired ? nil : []
            if case .array(let values)? = defaultValue { fallback = values }
            return reader.list(name, in: source, form, items: fewest...max(fewest, most), default: fallback)
                .map { .array($0) }
        }
        let form = form(resolved)
        if isRequired || defaultValue != nil {
            return reader.value(name, in: source, form, default: defaultValue)
        }
        return reader.optional(name, in: source, form)
    }

    private func form(_ schema: TypeSchema) -> ParameterForm<JSONValue> {
        switch schema {
        case .bool: ParameterForm.bool.map { .bool($0) }
        case .integer(let width, let least, let most): width.form(least, most)
        case .number(let rules, isSingle: false): ParameterForm.double(rules).map { .number($0) }
        case .number(let rules, isSingle: true): ParameterForm.float(rules).map { .number(Double($0)) }
        case .formatted(.timestamp): ParameterForm.date.map { FormattedText.canonical($0) }
        case .formatted(.date): ParameterForm.calendarDate.map { FormattedText.canonical($0) }
        case .formatted(.duration): ParameterForm.duration.map { FormattedText.canonical($0) }
        case .formatted(.uuid): ParameterForm.uuid.map { FormattedText.canonical($0) }
        case .formatted(.decimal): ParameterForm.decimal.map { FormattedText.canonical($0) }
        case .formatted(.url): ParameterForm.url.map { .string($0.absoluteString) }
        case .url(let rules): ParameterForm.url(rules).map { .string($0.absoluteString) }
        case .decimal(let rules): ParameterForm.decimal(rules).map { FormattedText.canonical($0) }
        case .quoted(let type): form(resolve(type))
        case .choice(let type, let values): form(resolve(type)).one(of: values)
        case .bytes(let fewest, let most):
            ParameterForm.base64(length: fewest...max(fewest, most)).map { .string(Base64.encode($0)) }
        case .word(let words): ParameterForm.string(StringRules(oneOf: words)).map { .string($0) }
        case .string(let rules): ParameterForm.string(rules).map { .string($0) }
        case .list, .map, .object, .union, .named, .any: ParameterForm.string().map { .string($0) }
        }
    }
}

extension ParameterForm {
    /// The same form of another type of value.
    fileprivate func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> ParameterForm<Other> {
        let parse = parse
        return ParameterForm<Other>(takesEmpty: takesEmpty) { parse($0).map(transform) }
    }
}

extension IntegerWidth {
    fileprivate func form(_ least: Int64?, _ most: Int64?) -> ParameterForm<JSONValue> {
        switch self {
        case .int: form(Int.self, least, most)
        case .int8: form(Int8.self, least, most)
        case .int16: form(Int16.self, least, most)
        case .int32: form(Int32.self, least, most)
        case .int64: form(Int64.self, least, most)
        case .uint: form(UInt.self, least, most)
        case .uint8: form(UInt8.self, least, most)
        case .uint16: form(UInt16.self, least, most)
        case .uint32: form(UInt32.self, least, most)
        case .uint64: form(UInt64.self, least, most)
        }
    }

    private func form<Number: FixedWidthInteger & Sendable>(
        _ type: Number.Type, _ least: Int64?, _ most: Int64?
    ) -> ParameterForm<JSONValue> {
        ParameterForm<Number>.integer(range: range(least, most)).map { value in
            Int64(exactly: value).map { .integer($0) } ?? .number(Double(value))
        }
    }

    /// The bounds as that width has them.
    func range<Number: FixedWidthInteger>(_ least: Int64?, _ most: Int64?) -> ClosedRange<Number> {
        let lower = least.map { Number(clamping: $0) } ?? .min
        return lower...max(lower, most.map { Number(clamping: $0) } ?? .max)
    }
}
