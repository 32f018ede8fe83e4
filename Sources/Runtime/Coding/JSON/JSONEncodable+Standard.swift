public import struct FoundationEssentials.Date
public import struct FoundationEssentials.Decimal
public import struct FoundationEssentials.URL
public import struct FoundationEssentials.UUID

extension String: JSONEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) { json.string(self) }
}

extension Bool: JSONEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) { json.bool(self) }
}

extension Double: JSONEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) { json.double(self) }
}

extension Float: JSONEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) { json.float(self) }
}

extension JSONEncodable where Self: FixedWidthInteger {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) { json.integer(self) }
}

extension Int: JSONEncodable {}
extension Int8: JSONEncodable {}
extension Int16: JSONEncodable {}
extension Int32: JSONEncodable {}
extension Int64: JSONEncodable {}
extension UInt: JSONEncodable {}
extension UInt8: JSONEncodable {}
extension UInt16: JSONEncodable {}
extension UInt32: JSONEncodable {}
extension UInt64: JSONEncodable {}

extension Array: JSONEncodable where Element: JSONEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) {
        json.beginArray()
        for element in self { element.encode(to: &json) }
        json.endArray()
    }
}

extension Dictionary: JSONEncodable where Key == String, Value: JSONEncodable {
    /// Writes the pairs in the order of their keys, so that equal maps give equal text.
    public func encode(to json: inout JSONWriter) {
        json.beginObject()
        for (key, value) in self.sorted(by: { $0.key < $1.key }) {
            json.key(key)
            value.encode(to: &json)
        }
        json.endObject()
    }
}

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    /// Writes nil as null.
    public func encode(to json: inout JSONWriter) {
        if let self { self.encode(to: &json) } else { json.null() }
    }
}

extension Date: JSONEncodable {
    /// Writes RFC 3339 in UTC with milliseconds: `2026-01-02T03:04:05.678Z`.
    public func encode(to json: inout JSONWriter) {
        json.plainString(upTo: Timestamp.maxLength) { Timestamp.write(self, to: $0) }
    }
}

extension UUID: JSONEncodable {
    /// Writes the text of RFC 9562 in lower case.
    public func encode(to json: inout JSONWriter) {
        json.plainString(upTo: 36) { UUIDText.write(self, to: $0) }
    }
}

extension URL: JSONEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) { json.string(absoluteString) }
}

extension Decimal: JSONEncodable {
    /// Writes a string, so that nobody rounds it.
    public func encode(to json: inout JSONWriter) { json.string(description) }
}

extension Duration: JSONEncodable {
    /// Writes ISO 8601: `PT1H30M`, `PT0.25S`.
    public func encode(to json: inout JSONWriter) { json.string(DurationText.format(self)) }
}

extension CalendarDate: JSONEncodable {
    /// Writes `YYYY-MM-DD`.
    public func encode(to json: inout JSONWriter) { json.string(description) }
}
