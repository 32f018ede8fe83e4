/// Checks tokens: `GatewayJWT` has one for JSON Web Tokens, others can be written.
public protocol TokenVerifier: Sendable {
    /// What a token says, if it holds now.
    ///
    /// - Throws: `TokenError` if it doesn't, or if nobody can say.
    func verify(_ token: String) async throws(TokenError) -> [String: JSONValue]
}

/// Why a token isn't taken.
public enum TokenError: Error, Hashable, Sendable {
    /// It is no token, or its signature, times or claims don't hold; the client may read why.
    case invalid(String)
    /// Its keys can't be had now.
    case unavailable(String)
}
