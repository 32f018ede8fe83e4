import GatewayRuntime

/// What a token's claims must be besides signed (RFC 7519 §4.1).
struct ClaimRules: Sendable {
    let issuer: String?
    let audience: String?
    let leeway: Double
    let mayLast: Bool

    init(issuer: String? = nil, audience: String? = nil, leeway: Duration = .zero, mayLast: Bool = false) {
        self.issuer = issuer
        self.audience = audience
        let parts = leeway.components
        self.leeway = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        self.mayLast = mayLast
    }

    func check(_ claims: [String: JSONValue], now: Double) throws(TokenError) {
        if let expiry = try time("exp", in: claims) {
            guard now < expiry + leeway else { throw .invalid("the token has expired") }
        } else if !mayLast {
            throw .invalid("the token has no 'exp'")
        }
        if let start = try time("nbf", in: claims), now < start - leeway {
            throw .invalid("the token does not hold yet")
        }
        if let issued = try time("iat", in: claims), now < issued - leeway {
            throw .invalid("the token was issued in the future")
        }
        if let issuer, claims["iss"]?.string != issuer { throw .invalid("the token is of another issuer") }
        try checkAudience(claims)
    }

    private func checkAudience(_ claims: [String: JSONValue]) throws(TokenError) {
        let named: [JSONValue]
        switch claims["aud"] {
        case nil, .null: named = []
        case .array(let list): named = list
        case let one?: named = [one]
        }
        // Who has no name of its own is in no audience (RFC 7519 §4.1.3).
        if audience == nil, named.isEmpty { return }
        guard let audience, named.contains(.string(audience)) else {
            throw .invalid("the token is meant for somebody else")
        }
    }

    private func time(_ name: String, in claims: [String: JSONValue]) throws(TokenError) -> Double? {
        switch claims[name] {
        case nil: return nil
        case .integer(let seconds): return Double(seconds)
        case .number(let seconds) where seconds.isFinite: return seconds
        default: throw .invalid("'\(name)' is no number")
        }
    }
}
