public import struct FoundationEssentials.Date
public import struct FoundationEssentials.Decimal
public import struct FoundationEssentials.URL
public import struct FoundationEssentials.UUID

/// How the text of a parameter (path, query, header, cookie, form field) becomes a value.
public struct ParameterForm<Value: Sendable>: Sendable {
    /// Whether an empty text is a value; else it reads as absent, as an unfilled field of an HTML form must.
    let takesEmpty: Bool
    let parse: @Sendable (String) -> Result<Value, StringRules.Refusal>

    init(takesEmpty: Bool = false, _ parse: @escaping @Sendable (String) -> Result<Value, StringRules.Refusal>) {
        self.takesEmpty = takesEmpty
        self.parse = parse
    }

    /// A form whose only mistake has one name.
    private init(_ message: String, code: String, _ parse: @escaping @Sendable (UnsafeRawBufferPointer) -> Value?) {
        self.init { text in
            var text = text
            let value = text.withUTF8 { parse(UnsafeRawBufferPointer($0)) }
            guard let value else {
                return .failure(StringRules.Refusal(breach: StringRules.Breach(message: message, code: code)))
            }
            return .success(value)
        }
    }
}

extension ParameterForm {
    static func broken(_ message: String, _ code: String) -> Result<Value, StringRules.Refusal> {
        .failure(StringRules.Refusal(breach: StringRules.Breach(message: message, code: code)))
    }
}

extension ParameterForm where Value == String {
    /// Text that keeps rules.
    public static func string(_ rules: StringRules = StringRules()) -> ParameterForm {
        ParameterForm(takesEmpty: true) { rules.apply($0) }
    }
}

extension ParameterForm where Value: FixedWidthInteger {
    /// A whole number in a range.
    public static func integer(range: ClosedRange<Value> = Value.min...Value.max) -> ParameterForm {
        ParameterForm { text in
            guard let number = WholeNumber(text) else { return broken(WholeNumber.isNone, "type") }
            guard let value = Value(number), range.contains(value) else {
                return broken(NumberRules.message(range), "range")
            }
            return .success(value)
        }
    }
}

extension ParameterForm where Value == Double {
    /// A number.
    public static func double(_ rules: NumberRules = NumberRules()) -> ParameterForm {
        ParameterForm { text in
            guard let value = TextForm.number(text) else { return broken("must be a number", "type") }
            if let message = rules.breach(of: value) { return broken(message, "range") }
            return .success(value)
        }
    }
}

extension ParameterForm where Value == Float {
    /// A number in single precision.
    public static func float(_ rules: NumberRules = NumberRules()) -> ParameterForm {
        ParameterForm { text in
            guard TextForm.number(text) != nil, let value = Float(text) else {
                return broken("must be a number", "type")
            }
            if let message = rules.breach(of: Double(value)) { return broken(message, "range") }
            return .success(value)
        }
    }
}

extension ParameterForm where Value == Bool {
    /// `true` or `1`, `false` or `0`.
    public static var bool: ParameterForm {
        ParameterForm { text in
            switch text {
            case "true", "1": .success(true)
            case "false", "0": .success(false)
            default: broken("must be true or false", "type")
            }
        }
    }
}

extension ParameterForm where Value == Date {
    /// A moment as RFC 3339 writes it.
    public static var date: ParameterForm { ParameterForm(TextForm.timestamp, code: "format") { Timestamp.parse($0) } }
}

extension ParameterForm where Value == CalendarDate {
    /// `YYYY-MM-DD`.
    public static var calendarDate: ParameterForm {
        ParameterForm(TextForm.day, code: "format") { Timestamp.fullDate($0) }
    }
}

extension ParameterForm where Value == Duration {
    /// A span of time as ISO 8601 writes it.
    public static var duration: ParameterForm {
        ParameterForm(TextForm.duration, code: "format") { DurationText.parse($0) }
    }
}

extension ParameterForm where Value == UUID {
    /// A UUID.
    public static var uuid: ParameterForm { ParameterForm(TextForm.uuid, code: "format") { UUIDText.parse($0) } }
}

extension ParameterForm where Value == URL {
    /// An absolute URL.
    public static var url: ParameterForm { ParameterForm(TextForm.url, code: "format") { TextForm.url($0) } }
}

extension ParameterForm where Value == URL {
    /// An absolute URL whose text keeps rules.
    public static func url(_ rules: StringRules) -> ParameterForm {
        ParameterForm { rules.apply($0).flatMap(url.parse) }
    }
}

extension ParameterForm where Value == Decimal {
    /// A decimal number.
    public static var decimal: ParameterForm {
        ParameterForm(TextForm.decimal, code: "format") { TextForm.decimal($0) }
    }

    /// A decimal number in a range.
    public static func decimal(_ rules: DecimalRules) -> ParameterForm {
        decimal.checked("range") { rules.breach(of: $0) }
    }
}

extension ParameterForm where Value == [UInt8] {
    /// Bytes as base64.
    public static var base64: ParameterForm { ParameterForm(TextForm.base64, code: "format") { Base64.decode($0) } }

    /// Bytes as base64, of a length.
    public static func base64(length: some LengthBounds) -> ParameterForm {
        let (fewest, most) = (length.fewest, length.most)
        return base64.checked("length") { bytes in
            bytes.count >= fewest && bytes.count <= most ? nil : Messages.count(fewest, most, "byte")
        }
    }
}

extension ParameterForm {
    /// The same, but what the closure has something to say of is refused.
    private func checked(_ code: String, _ breach: @escaping @Sendable (Value) -> String?) -> ParameterForm {
        let parse = parse
        return ParameterForm(takesEmpty: takesEmpty) { text in
            parse(text).flatMap { value in breach(value).map { Self.broken($0, code) } ?? .success(value) }
        }
    }
}

extension ParameterForm where Value: Equatable & JSONEncodable {
    /// The same, but one of a few values.
    public func one(of values: [Value]) -> ParameterForm {
        checked("oneOf") { values.contains($0) ? nil : Messages.oneOf(values: values) }
    }
}

extension ParameterForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// The raw value of a case.
    public static var enumeration: ParameterForm {
        ParameterForm { text in
            Value(rawValue: text).map { .success($0) }
                ?? broken(Messages.oneOf(Value.allCases.map(\.rawValue)), "oneOf")
        }
    }
}
