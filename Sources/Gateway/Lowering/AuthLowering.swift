import GatewayJWT
import GatewayRuntime
import GatewaySpec
import GatewayTLS

/// Makes the runtime's ways to authenticate of a spec's.
struct AuthLowering {
    let spec: ServiceSpec

    init(_ spec: ServiceSpec) { self.spec = spec }

    /// Those that routes ask for.
    var schemes: [GatewayRuntime.AuthScheme] {
        let types = TypeLowering(spec: spec)
        let table = types.table
        return spec.usedAuth.map { scheme in
            let lowered = lower(scheme)
            guard let claims = scheme.claims else { return lowered }
            return lowered.claims(.named(claims.value), in: table)
        }
    }

    private func lower(_ scheme: GatewaySpec.AuthScheme) -> GatewayRuntime.AuthScheme {
        let name = scheme.name.value
        switch scheme.kind {
        case .jwt(let jwt): return lower(jwt, name)
        case .apiKey(let sources):
            return sources.isEmpty ? .apiKey(name) : .apiKey(name, from: sources.map { Self.source($0.value) })
        case .basic: return .basic(name)
        case .signed(let skew): return skew.map { .signed(name, skew: $0) } ?? .signed(name)
        }
    }

    private func lower(_ jwt: GatewaySpec.AuthScheme.JWT, _ name: String) -> GatewayRuntime.AuthScheme {
        let keys: JWTKeySource =
            switch jwt.keySource {
            case .secret: .secret
            case .file: .file
            case .url: .url { try await KeyFetch.get($0) }
            }
        return .jwt(
            name, algorithms: jwt.algorithmNames.compactMap(JWTAlgorithm.init), keys: keys,
            rotation: jwt.rotation?.value ?? false, issuer: jwt.issuer, audience: jwt.audience,
            leeway: jwt.leeway ?? .seconds(30), mayLast: jwt.expires == false,
            from: jwt.sources.isEmpty ? [.bearer] : jwt.sources.map { Self.source($0.value) })
    }

    private static func source(_ source: GatewaySpec.CredentialSource) -> GatewayRuntime.CredentialSource {
        switch source {
        case .bearer: .bearer
        case .header(let name): .header(name)
        case .cookie(let name): .cookie(name)
        case .query(let name): .query(name)
        case .subprotocol: .subprotocol
        }
    }
}
