/// Who asks.
extension RequestReader {
    /// Who sent the request: never missing behind `auth`.
    ///
    /// - Throws: `HTTPError` 401 where nobody authenticated the sender.
    public func identity() throws -> Identity {
        guard let sender else { throw HTTPError.unauthorized("this needs authentication") }
        return sender
    }

    /// Who sent the request; nil where the route asks for no `auth`, or lets nobody in too.
    public var optionalIdentity: Identity? { sender }

    /// One claim of the sender's as text: a name, or a path with dots.
    ///
    /// - Throws: `HTTPError` 403 if there is no such claim, 401 where nobody authenticated the sender.
    public func claim(_ path: String) throws -> String {
        guard let text = try identity().text(path) else {
            throw HTTPError.forbidden("what you authenticate with says nothing of '\(path)'")
        }
        return text
    }

    /// The sender's claims as a type of the spec; nil for nobody.
    ///
    /// - Throws: `HTTPError` 403 if they aren't of this type.
    public func optionalClaims<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws -> Value? {
        try sender?.claims(as: type)
    }

    /// The sender's claims as a type of the spec.
    ///
    /// - Throws: `HTTPError` 403 if they aren't of this type, 401 where nobody authenticated the sender.
    public func claims<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws -> Value {
        try identity().claims(as: type)
    }
}
