/// A type that can be read from JSON, checked while it is read.
public protocol JSONDecodable {
    /// Reads a value where the reader stands.
    ///
    /// What breaks a rule is recorded in the reader, so that one reading reports all of it.
    /// - Throws: `DecodingFailure.malformed` if the text is no JSON; `.invalid` once a violation is recorded and no value can be made.
    init(from json: inout JSONReader) throws(DecodingFailure)
}

/// A type that can be written as JSON.
public protocol JSONEncodable {
    /// Writes the value as one JSON value.
    func encode(to json: inout JSONWriter)
}

/// A type that is written as a JSON object.
public protocol JSONObjectEncodable: JSONEncodable {
    /// Writes the fields, without the braces: a union puts its tag before them.
    func encodeFields(to json: inout JSONWriter)
}

extension JSONObjectEncodable {
    /// Writes the value as JSON.
    public func encode(to json: inout JSONWriter) {
        json.beginObject()
        encodeFields(to: &json)
        json.endObject()
    }
}

/// An object type that can be read from and written as JSON.
public typealias JSONCodable = JSONDecodable & JSONObjectEncodable

/// Why a value can't be read.
public enum DecodingFailure: Error, Hashable, Sendable {
    /// The text is no JSON, or goes past a limit.
    case malformed(JSONSyntaxError)
    /// The text is JSON, but breaks rules; the reader has recorded which.
    case invalid
}

/// Where and why a text is no JSON (RFC 8259), or past a limit.
public struct JSONSyntaxError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Reason: String, Hashable, Sendable {
        case badEscape = "an escape that JSON does not have"
        case badLiteral = "neither true, false nor null"
        case badNumber = "not a number as JSON writes it"
        case controlCharacter = "a control character inside a string"
        case duplicateKey = "a key that the object has already"
        case expectedColon = "a colon must follow a key"
        case expectedCommaOrEnd = "a comma or the end must follow a value"
        case expectedKey = "a key in double quotes must stand here"
        case expectedValue = "a value must stand here"
        case notUTF8 = "bytes that are not UTF-8"
        case tooDeep = "nested too deep"
        case trailingData = "more than one value"
        case unexpectedEnd = "the text ends too early"
    }

    /// What is wrong.
    public var reason: Reason
    /// The byte where it shows, counted from 0.
    public var offset: Int

    /// Makes an error of its parts.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}
