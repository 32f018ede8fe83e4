import GatewayRuntime
import Testing

@testable import GatewayJWT

@Suite("claims")
struct ClaimTests {
    @Test(
        "times hold with the leeway and no longer; the clock stands at 1000, the leeway is 30 s",
        arguments: [
            (["exp": 1001], nil), (["exp": 971], nil), (["exp": 970], "the token has expired"),
            (["exp": 971.5], nil), (["exp": "2000"], "'exp' is no number"), ([:], "the token has no 'exp'"),
            (["exp": nil], "'exp' is no number"), (["exp": 2000, "nbf": 1030], nil),
            (["exp": 2000, "nbf": 1031], "the token does not hold yet"), (["exp": 2000, "iat": 1030], nil),
            (["exp": 2000, "iat": 1031], "the token was issued in the future"), (["exp": -1], "the token has expired"),
            (["exp": 1e300], nil), (["exp": 2000, "iat": true], "'iat' is no number"),
        ] as [([String: JSONValue], String?)])
    func times(claims: [String: JSONValue], refusal: String?) async throws {
        let verifier = JWTVerifier.test(rules: ClaimRules(leeway: .seconds(30)))
        #expect(await verifier.refusal(try TokenMaker().token(.object(claims))) == refusal)
    }

    @Test(
        "issuer and audience are those asked for",
        arguments: [
            ("me", "shop", ["iss": "me", "aud": "shop"], true),
            ("me", "shop", ["iss": "me", "aud": ["x", "shop"]], true),
            ("me", "shop", ["iss": "me", "aud": ["x"]], false), ("me", "shop", ["iss": "me"], false),
            ("me", nil, ["iss": "me"], true), ("me", nil, ["iss": "you"], false), ("me", nil, ["iss": ["me"]], false),
            ("me", nil, [:], false), (nil, "shop", ["aud": []], false), (nil, nil, [:], true),
            (nil, nil, ["aud": "shop"], false), (nil, nil, ["aud": []], true),
        ] as [(String?, String?, [String: JSONValue], Bool)])
    func names(issuer: String?, audience: String?, claims: [String: JSONValue], isTaken: Bool) async throws {
        let rules = ClaimRules(issuer: issuer, audience: audience)
        let token = try TokenMaker().token(.object(claims.merging(["exp": 2000]) { own, _ in own }))
        #expect((await JWTVerifier.test(rules: rules).refusal(token) == nil) == isTaken)
    }

    @Test("a token without 'exp' is taken only where the spec says so")
    func lasting() async throws {
        let token = try TokenMaker().token(["sub": "ann"])
        #expect(await JWTVerifier.test(rules: ClaimRules(mayLast: true)).refusal(token) == nil)
        #expect(await JWTVerifier.test().refusal(token) == "the token has no 'exp'")
    }
}
