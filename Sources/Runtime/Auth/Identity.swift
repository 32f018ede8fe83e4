/// Who sent a request, as one of the spec's ways to authenticate found out.
public struct Identity: Hashable, Sendable {
    /// The way to authenticate, by its name in the spec; empty for `anonymous`.
    public let scheme: String
    /// Who it is: a token's `sub`, or the name that a key or password belongs to.
    public let subject: String?
    /// All that is known: a token's claims; for keys and passwords `sub` alone.
    public let claims: [String: JSONValue]

    /// Makes an identity; `subject` stands among the claims too, as `sub`.
    public init(scheme: String = "", subject: String? = nil, claims: [String: JSONValue] = [:]) {
        self.scheme = scheme
        self.subject = subject ?? claims["sub"]?.string
        var claims = claims
        if let subject, claims["sub"] == nil { claims["sub"] = .string(subject) }
        self.claims = claims
    }

    /// Nobody in particular: what tests start from.
    public static let anonymous = Identity()

    /// The claims as a type of the spec.
    ///
    /// - Throws: `HTTPError` 403 if they aren't of this type.
    public func claims<Value: JSONDecodable>(as type: Value.Type = Value.self) throws -> Value {
        try claims { try JSONReader.decode(Value.self, from: $0) }
    }

    /// What a reader makes of the claims' JSON.
    func claims<Value>(_ read: ([UInt8]) throws -> Value) throws -> Value {
        do {
            return try read(JSONWriter.encode(JSONValue.object(claims)))
        } catch let error as ValidationFailure {
            let what = error.violations.map { "\($0.name.isEmpty ? "they" : $0.name) \($0.message)" }
            throw HTTPError.forbidden(
                "your claims are not those that this asks for: \(what.joined(separator: ", "))")
        }
    }

    /// One claim; nil if there is none of this name.
    public subscript(_ claim: String) -> JSONValue? { claims[claim] }

    /// A claim as text, by its name or by a path with dots; nil unless it is a string, a number or a truth value.
    package func text(_ path: String) -> String? {
        var value = claims[path]
        if value == nil {
            var parts = path.split(separator: ".", omittingEmptySubsequences: false).makeIterator()
            value = parts.next().flatMap { claims[String($0)] }
            while let part = parts.next() { value = value?[String(part)] }
        }
        switch value {
        case .string(let text): return text
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .bool(let flag): return flag ? "true" : "false"
        default: return nil
        }
    }
}
