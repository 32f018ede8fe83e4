/// A way to authenticate as a spec declares it: generated code lists them, the config has their secrets.
public struct AuthScheme: Sendable {
    /// Its name in the spec.
    public let name: String
    /// The keys of `auth.<name>` that it has a use for.
    package let keys: Set<String>
    package let make: @Sendable (SchemeSetup) throws(SchemeProblem) -> any Authenticator
    /// Looks at what is said of someone whom the scheme knows; throws to refuse them.
    private(set) var check: (@Sendable (Identity) throws -> Void)?

    package init(
        name: String, keys: Set<String>,
        make: @escaping @Sendable (SchemeSetup) throws(SchemeProblem) -> any Authenticator
    ) {
        self.name = name
        self.keys = keys
        self.make = make
    }

    /// The same scheme, whose tokens must say at least this; others get 403.
    public func claims<Claims: JSONDecodable & Sendable>(_ type: Claims.Type) -> AuthScheme {
        checking { _ = try $0.claims(as: type) }
    }

    /// The same, by a type of a table.
    package func claims(_ type: TypeSchema, in table: TypeTable) -> AuthScheme {
        checking { identity in
            _ = try identity.claims { bytes in
                try bytes.withUnsafeBytes { try table.decode(type, from: $0) }
            }
        }
    }

    private func checking(_ check: @escaping @Sendable (Identity) throws -> Void) -> AuthScheme {
        var scheme = self
        scheme.check = check
        return scheme
    }

    /// Clients send a key of their own (default: in the header `X-API-Key`); the config keeps the keys' SHA-256.
    public static func apiKey(_ name: String, from sources: [CredentialSource] = [.header("X-API-Key")]) -> AuthScheme {
        AuthScheme(name: name, keys: ["keys", "file"]) { (setup) throws(SchemeProblem) in
            try APIKeyAuthenticator(setup, sources: sources)
        }
    }

    /// People send name and password (RFC 7617); the config keeps the passwords' hashes.
    public static func basic(_ name: String) -> AuthScheme {
        AuthScheme(name: name, keys: ["keys", "file"]) { (setup) throws(SchemeProblem) in
            try BasicAuthenticator(setup)
        }
    }

    /// Clients sign each request with a secret (HMAC-SHA256 over method, target, time, nonce and the body's hash).
    ///
    /// - Parameter skew: how far a request's time may be from this service's (default 5 min); a nonce counts as long.
    public static func signed(_ name: String, skew: Duration = .seconds(300)) -> AuthScheme {
        AuthScheme(name: name, keys: ["keys", "file"]) { (setup) throws(SchemeProblem) in
            try SignedRequestAuthenticator(setup, skew: skew)
        }
    }

    /// Clients bring a token, which a verifier of the service's own checks.
    ///
    /// - Parameter sources: where the token may stand; the first that has one counts (default: `Authorization: Bearer`).
    public static func token(
        _ name: String, from sources: [CredentialSource] = [.bearer], verifier: any TokenVerifier
    ) -> AuthScheme {
        AuthScheme(name: name, keys: []) { (_) throws(SchemeProblem) in
            TokenAuthenticator(name: name, sources: sources, verifier: verifier)
        }
    }
}
