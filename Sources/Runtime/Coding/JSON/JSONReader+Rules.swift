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
