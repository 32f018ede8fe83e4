extension AuthScheme {
    /// What a token must be.
    public struct JWT: Sendable {
        /// The signatures that are accepted; none given: HS256.
        public var algorithms: [Spanned<String>]
        /// Where the keys come from, as given (see `keySource`).
        public var keys: Spanned<Keys>?
        /// Whether a previous secret is accepted too.
        public var rotation: Spanned<Bool>?
        /// The `iss` that is demanded.
        public var issuer: String?
        /// The `aud` that is demanded.
        public var audience: String?
        /// How far clocks may be apart (default 30 s).
        public var leeway: Duration?
        /// Whether a token without `exp` is refused (default true).
        public var expires: Bool?
        /// Where the token may stand; none given: `Authorization: Bearer`.
        public var sources: [Spanned<CredentialSource>]

        /// Where the keys of tokens come from.
        public enum Keys: String, CaseIterable, Sendable {
            /// A secret in config that both sides have, a file of public keys, the issuer's JWK set.
            case secret, file, url
        }

        /// Makes a token's rules.
        public init(algorithms: [Spanned<String>] = [], sources: [Spanned<CredentialSource>] = []) {
            self.algorithms = algorithms
            self.sources = sources
        }

        /// The signatures that are accepted.
        public var algorithmNames: [String] { algorithms.isEmpty ? ["HS256"] : algorithms.map(\.value) }

        /// Where the keys come from.
        public var keySource: Keys { keys?.value ?? .secret }

        /// Every signature that a token may have; those of one shared secret begin with `HS`.
        static let allAlgorithms = [
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
            "EdDSA",
        ]
    }
}
