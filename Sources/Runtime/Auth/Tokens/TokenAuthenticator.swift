/// Knows clients by a token that they bring along.
package struct TokenAuthenticator: Authenticator {
    let name: String
    let sources: [CredentialSource]
    let verifier: any TokenVerifier

    package init(name: String, sources: [CredentialSource], verifier: any TokenVerifier) {
        self.name = name
        self.sources = sources
        self.verifier = verifier
    }

    package var challenge: String { "Bearer realm=\"\(name)\"" }

    package var subprotocol: String? {
        sources.contains(.subprotocol) ? CredentialSource.bearerSubprotocol : nil
    }

    package func authenticate(
        _ request: inout Request
    ) async throws(AuthFailure) -> Identity? {
        for source in sources {
            guard let token = try source.credential(in: request) else { continue }
            do throws(TokenError) {
                return Identity(scheme: name, claims: try await verifier.verify(token))
            } catch {
                switch error {
                case .invalid(let reason): throw AuthFailure(.invalid, reason)
                case .unavailable(let reason): throw AuthFailure(.unavailable, reason)
                }
            }
        }
        return nil
    }
}
