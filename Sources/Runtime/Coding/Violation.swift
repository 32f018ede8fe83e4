/// One thing about a request's input that breaks what the spec says.
public struct Violation: Hashable, Sendable {
    /// Where in the request the input stands.
    public enum Source: String, Hashable, Sendable {
        case body, cookie, form, header, path, query
    }

    /// Where in the request the input stands.
    public var source: Source
    /// Which input: a JSON pointer into the body (RFC 6901, "" is all of it), or a parameter's name.
    public var name: String
    /// What is wrong, for people: `must have 1 to 512 characters`.
    public var message: String
    /// What is wrong, for programs: `required`, `type`, `empty`, `length`, `range`, `pattern`, `format`, `oneOf`, `items`, `unknown`, …
    public var code: String

    /// Makes a violation of its parts.
    public init(_ source: Source, _ name: String, _ message: String, code: String) {
        self.source = source
        self.name = name
        self.message = message
        self.code = code
    }
}

extension Violation: JSONObjectEncodable {
    /// Writes the fields.
    public func encodeFields(to json: inout JSONWriter) {
        json.field("in", source.rawValue)
        json.field(source == .body ? "pointer" : "name", name)
        json.field("code", code)
        json.field("message", message)
    }
}
