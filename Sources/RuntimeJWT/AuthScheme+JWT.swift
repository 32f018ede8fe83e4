public import GatewayRuntime
import Logging

extension AuthScheme {
    /// Clients bring a JSON Web Token (RFC 7519); what it must be is fixed here and in the config, never by the token.
    ///
    /// - Parameters:
    ///   - algorithms: the signatures that are taken (default HS256).
    ///   - keys: where the keys come from (default: a secret in the config).
    ///   - rotation: whether the config's `previousSecret` is taken too.
    ///   - issuer: the `iss` that a token must have; the config's comes first.
    ///   - audience: the `aud` that a token must have; the config's comes first. Without one, a token with `aud` is
    ///     for somebody else (RFC 7519 §4.1.3).
    ///   - leeway: how far clocks may be apart (default 30 s); the config's comes first.
    ///   - mayLast: whether a token without `exp` is taken.
    ///   - sources: where the token may stand; the first that has one counts (default: `Authorization: Bearer`).
    public static func jwt(
        _ name: String, algorithms: [JWTAlgorithm] = [.hs256], keys: JWTKeySource = .secret, rotation: Bool = false,
        issuer: String? = nil, audience: String? = nil, leeway: Duration = .seconds(30), mayLast: Bool = false,
        from sources: [CredentialSource] = [.bearer]
    ) -> AuthScheme {
        var settings: Set<String> = ["issuer", "audience", "leeway"]
        switch keys {
        case .secret: settings.formUnion(rotation ? ["secret", "previousSecret"] : ["secret"])
        case .file: settings.insert("file")
        case .url: settings.insert("url")
        }
        return AuthScheme(name: name, keys: settings) { (setup) throws(SchemeProblem) in
            let rules = ClaimRules(
                issuer: setup.settings.issuer ?? issuer, audience: setup.settings.audience ?? audience,
                leeway: setup.settings.leeway ?? leeway, mayLast: mayLast)
            let ring = try keys.ring(setup, algorithms)
            let verifier = JWTVerifier(algorithms: Set(algorithms), keys: ring, rules: rules, clock: setup.clock)
            return TokenAuthenticator(name: name, sources: sources, verifier: verifier)
        }
    }
}

/// Where the keys of tokens come from.
public enum JWTKeySource: Sendable {
    /// A secret in the config that both sides have.
    case secret
    /// A file with public keys, as PEM or as a JWK set (RFC 7517); it is read again when it changes.
    case file
    /// An address where the issuer publishes a JWK set; the closure fetches it.
    case url(@Sendable (String) async throws -> [UInt8])

    func ring(_ setup: SchemeSetup, _ algorithms: [JWTAlgorithm]) throws(SchemeProblem) -> any KeyRing {
        switch self {
        case .secret:
            return try SecretRing(setup, algorithms)
        case .file:
            let file = try setup.watch { (bytes) throws(FileProblem) in try KeyFile.keys(bytes) }
            guard let file else {
                throw setup.missing("file", example: "it has the issuer's public keys, as PEM or as a JWK set")
            }
            return FileRing(file: file)
        case .url(let fetch):
            guard let url = setup.settings.url else {
                throw setup.missing("url", example: "it is the issuer's `jwks_uri`")
            }
            guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
                throw setup.problem("url", "it begins with neither https:// nor http://")
            }
            if url.hasPrefix("http://"), !Self.isLocal(url) {
                setup.logger.warning(
                    "the keys of tokens are fetched without TLS: whoever stands on the way can put their own there",
                    metadata: ["auth": "\(setup.name)", "url": "\(url)"])
            }
            return RemoteRing(logger: setup.logger, clock: setup.clock) { try await fetch(url) }
        }
    }

    /// Whether an address of `http://` leads to this machine.
    private static func isLocal(_ url: String) -> Bool {
        let place = url.dropFirst(7).prefix { $0 != "/" && $0 != "?" }
        return ["localhost", "127.0.0.1", "[::1]"].contains { place == $0 || place.hasPrefix("\($0):") }
    }
}
