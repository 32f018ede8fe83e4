import HTTPTypes

/// Where in a request a token or key stands.
public enum CredentialSource: Hashable, Sendable {
    /// `Authorization: Bearer …` (RFC 6750 §2.1).
    case bearer
    /// A header of its own.
    case header(String)
    /// A cookie.
    case cookie(String)
    /// A parameter behind the `?`; such a target may end in logs and histories.
    case query(String)
    /// A WebSocket's offer of two subprotocols, `bearer` and the token: all that a browser's `WebSocket` can send.
    case subprotocol

    /// What the subprotocol is called that the answer then names.
    package static let bearerSubprotocol = "bearer"
    /// The longest credential that is looked at.
    private static let limit = 16 * 1024

    /// The credential; nil if there is none here.
    func credential(in request: Request) throws(AuthFailure) -> String? {
        guard let text = try text(in: request), !text.isEmpty else { return nil }
        guard text.utf8.count <= Self.limit else {
            throw AuthFailure(.malformed, "credentials may have at most \(Self.limit) bytes")
        }
        return text
    }

    private func text(in request: Request) throws(AuthFailure) -> String? {
        switch self {
        case .bearer:
            return try request.credentials(of: "bearer")
        case .header(let name):
            return HTTPField.Name(name).flatMap { request.header($0) }
        case .cookie(let name):
            return request.cookies[name]
        case .query(let name):
            let values = request.query.all(name)
            guard values.count < 2 else { throw AuthFailure(.malformed, "'\(name)' must be given once") }
            return values.first
        case .subprotocol:
            let offers = (request.head[.secWebSocketProtocol] ?? "").split(separator: ",").map(StringRules.trimmedPart)
            guard let place = offers.firstIndex(of: Self.bearerSubprotocol), place + 1 < offers.count else {
                return nil
            }
            return offers[place + 1]
        }
    }
}

extension StringRules {
    fileprivate static func trimmedPart(_ part: Substring) -> String { trimmed(String(part)) }
}

extension Request {
    /// What follows a scheme's name in `Authorization`; nil if the header is not there or names another scheme.
    func credentials(of scheme: String) throws(AuthFailure) -> String? {
        guard head.has(.authorization) else { return nil }
        guard head.count(of: .authorization) == 1, let value = head[.authorization] else {
            throw AuthFailure(.malformed, "'Authorization' must be given once")
        }
        guard value.utf8.count > scheme.utf8.count, value.prefix(scheme.count).lowercased() == scheme else {
            return nil
        }
        let rest = value.dropFirst(scheme.count)
        guard rest.first == " " else { return nil }
        return StringRules.trimmed(String(rest))
    }
}
