import HTTPTypes

/// Lets in whom one of a route's schemes knows.
struct AuthGate: Sendable {
    let authenticators: [any Authenticator]
    /// What each of them has to say of someone it knows, if anything.
    let checks: [(@Sendable (Identity) throws -> Void)?]
    /// Whether who brings no credentials is let in.
    let isOptional: Bool

    /// Who sends the request; nil for nobody, where that is let in. Credentials that one scheme refuses may be another's.
    ///
    /// - Throws: `HTTPError` 401 with a challenge for each scheme, 403 for someone whose token doesn't say what it must,
    ///   503 if nobody can say now, 413 for a body that can't be checked.
    func identify(_ request: inout Request) async throws -> Identity? {
        var refusal: AuthFailure?
        var refused: Int?
        var known: (identity: Identity, index: Int)?
        for (index, authenticator) in authenticators.enumerated() {
            do throws(AuthFailure) {
                guard let identity = try await authenticator.authenticate(&request) else { continue }
                known = (identity, index)
                break
            } catch {
                if error.kind == .bodyTooLarge {
                    throw HTTPError(.contentTooLarge, detail: error.reason)
                }
                // That nobody can say now weighs more than that one scheme says no.
                if refusal == nil || error.kind == .unavailable { (refusal, refused) = (error, index) }
            }
        }
        if let known {
            try checks[known.index]?(known.identity)
            return known.identity
        }
        if let refusal, refusal.kind == .unavailable {
            throw HTTPError.serviceUnavailable(retryAfter: .seconds(5), refusal.reason)
        }
        // Wrong credentials are no credentials to forget: whoever sent them takes themselves for somebody.
        if refusal == nil, isOptional { return nil }
        throw unauthorized(refusal, by: refused)
    }

    /// 401 with `WWW-Authenticate` for each scheme (RFC 9110 §11.6.1); the one that refused says why (RFC 6750 §3).
    private func unauthorized(_ refusal: AuthFailure?, by refused: Int?) -> HTTPError {
        var headers = HTTPFields()
        for (index, authenticator) in authenticators.enumerated() {
            var challenge = authenticator.challenge
            if let refusal, index == refused, authenticator is TokenAuthenticator {
                let code = refusal.kind == .malformed ? "invalid_request" : "invalid_token"
                let reason = refusal.reason.filter { $0 != "\"" && $0 != "\\" && $0.isASCII }
                challenge += ", error=\"\(code)\", error_description=\"\(reason)\""
            }
            headers.append(HTTPField(name: .wwwAuthenticate, value: challenge))
        }
        return HTTPError(
            .unauthorized, detail: refusal?.reason ?? "this needs authentication", headers: headers)
    }

    /// What clients may offer as a subprotocol to bring a token along.
    var subprotocols: [String] { authenticators.compactMap(\.subprotocol) }
}
