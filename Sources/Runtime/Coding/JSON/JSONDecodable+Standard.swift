public import struct FoundationEssentials.Date
public import struct FoundationEssentials.Decimal
public import struct FoundationEssentials.URL
public import struct FoundationEssentials.UUID

extension JSONReader {
    /// What a type of one scalar throws if there is none.
    fileprivate func required<Value>(_ value: Value?) throws(DecodingFailure) -> Value {
        guard let value else { throw failure }
        return value
    }
}

extension String: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.string()
        self = try json.required(value)
    }
}

extension Bool: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.bool()
        self = try json.required(value)
    }
}

extension Double: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.double()
        self = try json.required(value)
    }
}

extension Float: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.float()
        self = try json.required(value)
    }
}

extension JSONDecodable where Self: FixedWidthInteger & Sendable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.integer(Self.self)
        self = try json.required(value)
    }
}

extension Int: JSONDecodable {}
extension Int8: JSONDecodable {}
extension Int16: JSONDecodable {}
extension Int32: JSONDecodable {}
extension Int64: JSONDecodable {}
extension UInt: JSONDecodable {}
extension UInt8: JSONDecodable {}
extension UInt16: JSONDecodable {}
extension UInt32: JSONDecodable {}
extension UInt64: JSONDecodable {}

extension Array: JSONDecodable where Element: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.array(of: Element.self)
        self = try json.required(value)
    }
}

extension Dictionary: JSONDecodable where Key == String, Value: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.map(of: Value.self)
        self = try json.required(value)
    }
}

extension Date: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.date()
        self = try json.required(value)
    }
}

extension CalendarDate: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.calendarDate()
        self = try json.required(value)
    }
}

extension Duration: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.duration()
        self = try json.required(value)
    }
}

extension UUID: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.uuid()
        self = try json.required(value)
    }
}

extension URL: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.url()
        self = try json.required(value)
    }
}

extension Decimal: JSONDecodable {
    /// Reads the value where the reader stands.
    public init(from json: inout JSONReader) throws(DecodingFailure) {
        let value = try json.decimal()
        self = try json.required(value)
    }
}
