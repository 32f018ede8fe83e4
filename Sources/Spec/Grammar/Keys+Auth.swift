extension Keys {
    static let authScheme: [KeyRow] = [
        KeyRow("doc", .prose, "What it is for."),
        KeyRow("jwt", .keys(.jwt), "Kind: a JSON Web Token."),
        KeyRow("apiKey", .keys(.apiKey), "Kind: a key that each client has of its own."),
        KeyRow("basic", .keys(.basic), "Kind: name and password (RFC 7617)."),
        KeyRow("signed", .keys(.signed), "Kind: each request signed with a secret (HMAC-SHA256), with time and nonce."),
        KeyRow(
            "claims", .either([.scalar(.name("an object type")), .objectType]),
            "What a token says, for handlers (`jwt`): an object type, or its fields; a token that says less gets 403."),
    ]

    static let jwt: [KeyRow] = [
        KeyRow(
            "algorithms", .list(.scalar(.words(AuthScheme.JWT.allAlgorithms))), "The signatures that are accepted.",
            default: "`[HS256]`"),
        KeyRow(
            "keys", .words(AuthScheme.JWT.Keys.self),
            "Where config says that the keys are: a shared `secret`, a `file` of public keys (PEM or JWK set), or the `url` of the issuer's JWK set.",
            default: "`secret`"),
        KeyRow("rotation", .bool, "Whether config's previous secret is accepted too.", default: "`false`"),
        KeyRow("issuer", .string, "The `iss` that a token must have.", config: true),
        KeyRow("audience", .string, "The `aud` that a token must have.", config: true),
        KeyRow("leeway", .age, "How far clocks may be apart.", default: "`30s`", config: true),
        KeyRow("expires", .bool, "Whether a token must have `exp`.", default: "`true`"),
        KeyRow(
            "from", .oneOrList(.either([.scalar(.words(["bearer", "subprotocol"])), .keys(.credential)])),
            "Where the token may stand: `bearer` (in `Authorization`), a header, cookie or query parameter, or a WebSocket's `subprotocol`.",
            default: "`bearer`"),
    ]

    static let apiKey: [KeyRow] = [
        KeyRow(
            "from", .oneOrList(.either([.scalar(.words(["bearer"])), .keys(.credential)])), "Where the key may stand.",
            default: "`{ header: X-API-Key }`")
    ]

    static let basic: [KeyRow] = []

    static let signed: [KeyRow] = [
        KeyRow("skew", .duration, "How far a request's time may be from the service's.", default: "`5m`")
    ]

    /// Where a token or a key stands.
    static let credential: [KeyRow] = [
        KeyRow("header", .token, "The header's name."),
        KeyRow("cookie", .token, "The cookie's name."),
        KeyRow("query", .string, "The parameter's name; such targets may end in logs."),
    ]

    static let middleware: [KeyRow] = [
        KeyRow("name", .newName("middleware"), "The name that `use` refers to.", required: true),
        KeyRow("doc", .prose, "What it is for; goes into the code."),
        KeyRow("before", .words(["auth"]), "Whether it stands before `auth`.", default: "it stands behind"),
    ]
}
