/// A way to authenticate, declared under `auth`; its secrets stand in config.
public struct AuthScheme: Sendable {
    /// The name that routes and groups refer to.
    public var name: Spanned<String>
    /// What it is for.
    public var doc: String?
    /// How it works.
    public var kind: Kind

    /// The ways to authenticate.
    public enum Kind: Sendable {
        /// A JSON Web Token in `Authorization: Bearer`.
        case jwt(JWT)
    }

    /// What a token must be.
    public struct JWT: Sendable {
        /// The signature algorithms that are accepted (default HS256).
        public var algorithms: [String]
        /// Whether a previous secret is accepted too.
        public var rotation: Bool
        /// The `iss` that is demanded.
        public var issuer: String?
        /// The `aud` that is demanded.
        public var audience: String?

        /// Makes a token's rules.
        public init(
            algorithms: [String] = ["HS256"], rotation: Bool = false, issuer: String? = nil, audience: String? = nil
        ) {
            self.algorithms = algorithms
            self.rotation = rotation
            self.issuer = issuer
            self.audience = audience
        }
    }

    /// Declares a way to authenticate.
    public init(name: Spanned<String>, kind: Kind, doc: String? = nil) {
        self.name = name
        self.kind = kind
        self.doc = doc
    }
}

/// Who may call a route.
public enum AuthRequirement: Sendable {
    /// Anyone: nothing asks for authentication, or `auth: none` lifts it.
    case open
    /// Whoever one of these schemes knows.
    case anyOf([Spanned<String>])

    /// The schemes; none when open.
    public var schemes: [Spanned<String>] {
        if case .anyOf(let schemes) = self { schemes } else { [] }
    }
}
