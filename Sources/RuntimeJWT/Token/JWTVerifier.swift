import GatewayRuntime

/// Checks JSON Web Tokens in their compact form (RFC 7515 §3.1, RFC 7519).
struct JWTVerifier: TokenVerifier {
    let algorithms: Set<JWTAlgorithm>
    let keys: any KeyRing
    let rules: ClaimRules
    let clock: WallClock

    /// The longest token that is looked at, in bytes.
    static let limit = 16 * 1024
    /// How many keys are tried for a token that names none.
    static let mostTries = 16

    func verify(_ token: String) async throws(TokenError) -> [String: JSONValue] {
        let bytes = Array(token.utf8)
        guard bytes.count <= Self.limit else { throw .invalid("the token is too long") }
        let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
            let signature = Base64URL.decode(parts[2]), case .object(let header)? = Self.json(head)
        else { throw .invalid("the token is no signed JSON Web Token") }
        // The algorithm is this service's choice; the header can but agree (RFC 8725 §3.1).
        guard let name = header["alg"]?.string, let algorithm = JWTAlgorithm(rawValue: name),
            algorithms.contains(algorithm)
        else { throw .invalid("the token's algorithm is not taken here") }
        guard header["crit"] == nil else { throw .invalid("the token asks for an extension that is not known here") }
        var id: String?
        switch header["kid"] {
        case nil: break
        case .string(let text)?: id = text
        default: throw .invalid("the token's 'kid' is no text")
        }
        let signed = Array(bytes[..<parts[1].endIndex])
        let candidates = try await keys.keys(id: id).filter { $0.fits(algorithm, id: id) }.prefix(Self.mostTries)
        guard candidates.contains(where: { $0.isValid(signature, of: signed, algorithm) }) else {
            throw .invalid("the token's signature is not valid")
        }
        guard case .object(let claims)? = Self.json(payload) else { throw .invalid("the token's claims are no object") }
        try rules.check(claims, now: clock.now())
        return claims
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONReader.decode(JSONValue.self, from: bytes)
    }
}
