import GatewaySpec

/// The `auth` section of `etc/<service>.yaml`: what each way to authenticate needs, as a reference to the environment.
struct AuthConfigText {
    let plan: ServicePlan

    /// A setting of a scheme.
    private struct Row {
        let key: String
        let doc: String
        /// Whether the service doesn't start without it.
        var isNeeded = true
        /// What stands there; nil is a reference to the environment.
        var value: String?
    }

    var lines: [String] {
        plan.spec.usedAuth.flatMap { scheme in
            ["  \(scheme.name.value):".padded(to: 24) + "# " + Self.title(scheme)]
                + rows(of: scheme).map { row in
                    let setting = "\(row.key): \(row.value ?? "${\(variable(scheme, row.key))}")"
                    return (row.isNeeded ? "    " : "#     ") + setting.padded(to: 48) + "# " + row.doc
                }
        }
    }

    /// The variables without which the service doesn't start, each with what it holds.
    var needed: [String] {
        plan.spec.usedAuth.flatMap { scheme in
            rows(of: scheme).filter(\.isNeeded).map { "`\(variable(scheme, $0.key))`: \($0.doc)" }
        }
    }

    private static func title(_ scheme: AuthScheme) -> String {
        if let doc = scheme.doc { return DocText.line(doc) }
        switch scheme.kind {
        case .jwt(let jwt): return "JSON Web Tokens, signed with \(jwt.algorithmNames.joined(separator: ", "))"
        case .apiKey: return "a key for each client"
        case .basic: return "name and password"
        case .signed: return "signed requests"
        }
    }

    private func rows(of scheme: AuthScheme) -> [Row] {
        switch scheme.kind {
        case .jwt(let jwt): return keys(of: jwt) + claims(of: jwt)
        case .apiKey:
            return [
                Row(key: "keys", doc: "who may come, as `name:sha256:…` with the key's SHA-256, separated by commas")
            ] + [Self.file]
        case .basic:
            return [Row(key: "keys", doc: "who may come, as `name:$pbkdf2-sha256$…`, separated by commas")] + [
                Self.file
            ]
        case .signed:
            return [
                Row(key: "keys", doc: "who may come, as `name:secret` (32 bytes or more), separated by commas")
            ] + [Self.file]
        }
    }

    private static let file = Row(
        key: "file", doc: "or a file of them, a line each; it is read again when it changes", isNeeded: false,
        value: "none")

    private func keys(of jwt: AuthScheme.JWT) -> [Row] {
        switch jwt.keySource {
        case .secret:
            let secret = Row(key: "secret", doc: "what both sides sign with; `openssl rand -base64 48` makes one")
            let previous = Row(
                key: "previousSecret", doc: "the one from before, taken too while it changes", isNeeded: false)
            return [secret] + (jwt.rotation?.value == true ? [previous] : [])
        case .file:
            return [
                Row(key: "file", doc: "a file of public keys, PEM or JWK set; it is read again when it changes")
            ]
        case .url: return [Row(key: "url", doc: "where the issuer publishes its JWK set")]
        }
    }

    private func claims(of jwt: AuthScheme.JWT) -> [Row] {
        [
            Row(
                key: "issuer", doc: "the `iss` that tokens must have\(Self.spec(jwt.issuer))", isNeeded: false,
                value: "none"),
            Row(
                key: "audience", doc: "the `aud` that tokens must have\(Self.spec(jwt.audience))", isNeeded: false,
                value: "none"),
            Row(
                key: "leeway",
                doc: "how far clocks may be apart; none: \(jwt.leeway == nil ? "30s" : "as the spec says")",
                isNeeded: false, value: "none"),
        ]
    }

    private static func spec(_ value: String?) -> String { value == nil ? "" : "; none: as the spec says" }

    /// The environment variable that the runtime itself reads for a key, too; a test holds the two together.
    func variable(_ scheme: AuthScheme, _ key: String) -> String {
        let words = [plan.names.service, "auth", scheme.name.value].map { word in
            String(word.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? Character($0.uppercased()) : "_" })
        }
        let last = key.reduce(into: "") { text, letter in text += (letter.isUppercase ? "_" : "") + letter.uppercased()
        }
        return (words + [last]).joined(separator: "_")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
