import Crypto
import CryptoExtras
import GatewayRuntime
import Testing

@testable import GatewayJWT

@Suite("tokens that must not be taken")
struct AttackTests {
    @Test(
        "'none' in any spelling is no algorithm",
        arguments: ["none", "None", "NONE", "nOnE", "", "HS1", "hs256", "RS256"])
    func none(name: String) async throws {
        let maker = TokenMaker(header: ["alg": .string(name)], sign: { _ in [] })
        let refusal = await JWTVerifier.test().refusal(try maker.token())
        #expect(refusal == "the token's algorithm is not taken here")
    }

    @Test("an empty signature is none")
    func unsigned() async throws {
        let token = try TokenMaker(sign: { _ in [] }).token()
        #expect(await JWTVerifier.test().refusal(token) == "the token's signature is not valid")
    }

    @Test("a public key's text is no secret, even where both algorithms are taken")
    func confusion() async throws {
        let key = P256.Signing.PrivateKey()
        let ring = FixedRing(JWTKey(material: .p256(key.publicKey)))
        for text in [key.publicKey.pemRepresentation, TokenMaker.encode(Array(key.publicKey.x963Representation))] {
            let token = try TokenMaker(sign: { TokenMaker.hmac($0, text) }).token()
            #expect(await JWTVerifier.test([.es256, .hs256], ring).refusal(token) != nil)
            #expect(await JWTVerifier.test([.es256], ring).refusal(token) != nil)
        }
    }

    @Test("an algorithm that the spec doesn't name isn't taken, though the key would fit")
    func pinned() async throws {
        let token = try TokenMaker(
            algorithm: "HS512",
            sign: { message in
                Array(
                    Crypto.HMAC<SHA512>.authenticationCode(
                        for: message, using: SymmetricKey(data: Array(TokenMaker.secret.utf8))))
            }
        ).token()
        #expect(await JWTVerifier.test([.hs512]).refusal(token) == nil)
        #expect(await JWTVerifier.test([.hs256]).refusal(token) == "the token's algorithm is not taken here")
    }

    @Test("a key for one algorithm checks no other")
    func ownAlgorithm() async throws {
        let key = SymmetricKey(data: Array(TokenMaker.secret.utf8))
        let ring = FixedRing(JWTKey(algorithm: .hs512, material: .secret(key)))
        #expect(await JWTVerifier.test([.hs256, .hs512], ring).refusal(try TokenMaker().token()) != nil)
    }

    @Test(
        "what a header says of keys is not followed",
        arguments: [
            ["kid": "../../../../dev/null"], ["kid": "x' UNION SELECT 'secret"], ["kid": 1], ["kid": nil],
            ["crit": ["exp"]], ["crit": []], ["b64": false, "crit": ["b64"]],
        ] as [[String: JSONValue]])
    func header(fields: [String: JSONValue]) async throws {
        var ring = FixedRing.secret
        ring.keys[0].id = "one"
        #expect(await JWTVerifier.test([.hs256], ring).refusal(try TokenMaker(id: "one").token()) == nil)
        let token = try TokenMaker(header: fields).token()
        #expect(await JWTVerifier.test([.hs256], ring).refusal(token) != nil)
    }

    @Test("a key that the token brings along is not used")
    func embedded() async throws {
        let other = "another secret of more than thirty-two bytes, the attacker's own"
        let jwk: JSONValue = ["kty": "oct", "k": .string(TokenMaker.encode(Array(other.utf8)))]
        let maker = TokenMaker(
            header: ["jwk": jwk, "jku": "http://127.0.0.1:1/keys", "x5u": "http://127.0.0.1:1/"],
            sign: { TokenMaker.hmac($0, other) })
        #expect(await JWTVerifier.test().refusal(try maker.token()) == "the token's signature is not valid")
    }

    @Test("a giant token is refused unread")
    func giant() async throws {
        let token = try TokenMaker().token(["exp": 2000, "sub": .string(String(repeating: "a", count: 20_000))])
        #expect(await JWTVerifier.test().refusal(token) == "the token is too long")
    }

    @Test(
        "what is no token is none",
        arguments: [
            "", ".", "..", "...", "a.b", "a.b.c.d.e", "e30.e30.", "é.e30.AAAA", "e30.e30.AAA=", "e30.e30.AB", " . . ",
            "eyJhbGciOiJIUzI1NiIsImFsZyI6Im5vbmUifQ.e30.AAAA",
        ])
    func malformed(token: String) async {
        #expect(await JWTVerifier.test().refusal(token) != nil)
    }

    @Test("claims that nest too deep, or name a claim twice, are none")
    func payload() async throws {
        for claims in [String(repeating: "[", count: 5000), #"{"exp":2000,"exp":9000}"#, "[]", "3"] {
            let head = TokenMaker.encode(Array(#"{"alg":"HS256"}"#.utf8))
            let signed = "\(head).\(TokenMaker.encode(Array(claims.utf8)))"
            let token = "\(signed).\(TokenMaker.encode(TokenMaker.hmac(Array(signed.utf8), TokenMaker.secret)))"
            #expect(await JWTVerifier.test().refusal(token) != nil, "\(claims.prefix(20))")
        }
    }
}
