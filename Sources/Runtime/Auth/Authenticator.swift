/// One way to authenticate, ready to be asked.
package protocol Authenticator: Sendable {
    /// What a client must do to get in, as `WWW-Authenticate` says it (RFC 9110 §11.6.1).
    var challenge: String { get }
    /// What a client may offer as a WebSocket's subprotocol to bring its token along; nil if it can't.
    var subprotocol: String? { get }

    /// Who sends a request; nil if it has none of this way's credentials. What comes back may have its body read already.
    func authenticate(_ request: inout Request) async throws(AuthFailure) -> Identity?
}

extension Authenticator {
    package var subprotocol: String? { nil }
}

/// Why credentials don't do.
package struct AuthFailure: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// They are none that could be understood: 401, `invalid_request` in the words of RFC 6750.
        case malformed
        /// They are wrong or don't hold any more: 401, `invalid_token`.
        case invalid
        /// Nobody can say now: 503.
        case unavailable
        /// The body, which is part of what is signed, is too large: 413.
        case bodyTooLarge
    }

    package let kind: Kind
    /// What is wrong, for the client's developer; never a secret, nor whether a name exists.
    package let reason: String

    package init(_ kind: Kind, _ reason: String) {
        self.kind = kind
        self.reason = reason
    }
}
