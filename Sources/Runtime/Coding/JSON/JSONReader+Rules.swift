public import struct FoundationEssentials.Decimal
public import struct FoundationEssentials.URL

// Values with rules that few fields have, and rules between fields.
extension JSONReader {
    /// An absolute URL whose text keeps rules.
    public mutating func url(_ rules: StringRules) throws(DecodingFailure) -> URL? {
        let start = cursor.position
        guard var text = try string(rules) else { return nil }
        let url = text.withUTF8 { TextForm.url(UnsafeRawBufferPointer($0)) }
        if url == nil { record(TextForm.url, code: "format", at: start) }
        return url
    }

    /// A decimal number in a range.
    public mutating func decimal(_ rules: DecimalRules) throws(DecodingFailure) -> Decimal? {
        let start = cursor.position
        guard let value = try decimal() else { return nil }
        if let message = rules.breach(of: value) {
            record(message, code: "range", at: start)
            return nil
        }
        return value
    }

    /// A whole number that JSON has in quotes, in a range if there is one.
    @inlinable
    public mutating func quotedInteger<Number: FixedWidthInteger & Sendable>(
        _ type: Number.Type = Number.self, range: ClosedRange<Number> = Number.min...Number.max
    ) throws(DecodingFailure) -> Number? {
        let start = offset
        guard let number = try quotedWholeNumber() else { return nil }
        if let value = Number(number), range.contains(value) { return value }
        recordOutside(range, at: start)
        return nil
    }

    @usableFromInline
    mutating func quotedWholeNumber() throws(DecodingFailure) -> WholeNumber? {
        let start = cursor.position
        let message = "must be a whole number in quotes"
        guard let text = try quotedText(message) else { return nil }
        let number = WholeNumber(text)
        if number == nil { record(message, code: "type", at: start) }
        return number
    }

    @usableFromInline
    mutating func recordOutside<Number: FixedWidthInteger>(_ range: ClosedRange<Number>, at start: Int) {
        record(NumberRules.message(range), code: "range", at: start)
    }

    /// A number that JSON has in quotes, in a range if there is one.
    public mutating func quotedDouble(_ rules: NumberRules = NumberRules()) throws(DecodingFailure) -> Double? {
        try quotedNumber(rules, { Double($0) }, of: { $0 })
    }

    /// A number in single precision that JSON has in quotes, in a range if there is one.
    public mutating func quotedFloat(_ rules: NumberRules = NumberRules()) throws(DecodingFailure) -> Float? {
        try quotedNumber(rules, { Float($0) }, of: { Double($0) })
    }

    private mutating func quotedNumber<Value>(
        _ rules: NumberRules, _ parse: (String) -> Value?, of double: (Value) -> Double
    ) throws(DecodingFailure) -> Value? {
        let start = cursor.position
        let message = "must be a number in quotes"
        guard let text = try quotedText(message) else { return nil }
        guard TextForm.number(text) != nil, let value = parse(text) else {
            record(message, code: "type", at: start)
            return nil
        }
        guard let breach = rules.breach(of: double(value)) else { return value }
        record(breach, code: "range", at: start)
        return nil
    }

    private mutating func quotedText(_ message: String) throws(DecodingFailure) -> String? {
        guard cursor.peek == UInt8(ascii: "\"") else {
            try recordMismatch(message)
            return nil
        }
        let text = try cursor.text()
        return JSONText.string(text, in: cursor.bytes)
    }

    /// A value that the closure reads and that is one of a few.
    @inlinable
    public mutating func one<Value: Equatable & JSONEncodable>(
        of values: [Value], _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> Value? {
        let start = offset
        guard let value = try read(&self) else { return nil }
        guard values.contains(value) else {
            recordChoice(values, at: start)
            return nil
        }
        return value
    }

    @usableFromInline
    mutating func recordChoice<Value: JSONEncodable>(_ values: [Value], at start: Int) {
        record(Messages.oneOf(values: values), code: "oneOf", at: start)
    }

    /// Records that a field is missing which another one, that is there, requires.
    ///
    /// Call it after the last `nextKey` of the object.
    public mutating func require(_ name: StaticString, _ isPresent: Bool, with other: StaticString) {
        if !isPresent { requireMissing(name.description, "is required with '\(other)'") }
    }

    /// Records that a field is there which another one, that is there too, excludes.
    ///
    /// Call it after the last `nextKey` of the object.
    public mutating func exclude(_ name: StaticString, _ isPresent: Bool, with other: StaticString) {
        if isPresent { reject(name, Messages.excluded(by: other.description), code: "excludes") }
    }
}
