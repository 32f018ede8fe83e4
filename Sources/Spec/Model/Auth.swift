/// A way to authenticate, declared under `auth`; its secrets stand in config.
public struct AuthScheme: Sendable {
    /// The name that routes and groups refer to.
    public var name: Spanned<String>
    /// What it is for.
    public var doc: String?
    /// How it works.
    public var kind: Kind
    /// The object type of what a token says; nil leaves it at who the sender is.
    public var claims: Spanned<String>?

    /// The ways to authenticate.
    public enum Kind: Sendable {
        /// A JSON Web Token.
        case jwt(JWT)
        /// A key that each client has of its own.
        case apiKey(from: [Spanned<CredentialSource>])
        /// Name and password.
        case basic
        /// A signature of each request, with a time that may be so far from the service's (default 5 min).
        case signed(skew: Duration?)

        /// The key that says it.
        public var key: Word {
            switch self {
            case .jwt: .jwt
            case .apiKey: .apiKey
            case .basic: .basic
            case .signed: .signed
            }
        }
    }

    /// What the kinds are called.
    public enum Word: String, CaseIterable, Sendable {
        case jwt, apiKey, basic, signed
    }

    /// Declares a way to authenticate.
    public init(name: Spanned<String>, kind: Kind, claims: Spanned<String>? = nil, doc: String? = nil) {
        self.name = name
        self.kind = kind
        self.claims = claims
        self.doc = doc
    }

    /// What the type of claims that a scheme spells out itself is called.
    static func claimsType(_ scheme: String) -> String { SwiftName.type(scheme) + "Claims" }
}

/// Where in a request a token or a key stands.
public enum CredentialSource: Hashable, Sendable {
    /// `Authorization: Bearer …`.
    case bearer
    /// A header, a cookie or a parameter of the query, by its name.
    case header(String), cookie(String), query(String)
    /// A WebSocket's offer of the subprotocols `bearer` and the token.
    case subprotocol
}

/// Who may call a route.
public enum AuthRequirement: Sendable {
    /// Anyone: nothing asks for authentication, or `auth: none` lifts it.
    case open
    /// Whoever one of these schemes knows.
    case anyOf([Spanned<String>])
    /// The same, and whoever brings no credentials of theirs (`auth: [member, none]`).
    case anyOfOrNobody([Spanned<String>])

    /// The schemes; none when open.
    public var schemes: [Spanned<String>] {
        switch self {
        case .open: []
        case .anyOf(let schemes), .anyOfOrNobody(let schemes): schemes
        }
    }

    /// Whether a caller may be somebody, and may be nobody.
    public var isOptional: Bool {
        if case .anyOfOrNobody = self { true } else { false }
    }

    /// Whether every caller is somebody.
    public var isRequired: Bool {
        if case .anyOf = self { true } else { false }
    }
}
