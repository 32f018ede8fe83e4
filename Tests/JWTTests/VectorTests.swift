import GatewayRuntime
import Testing

@testable import GatewayJWT

/// The examples of RFC 7515 appendix A and RFC 8037 appendix A.
@Suite("tokens of the RFCs")
struct VectorTests {
    private static let claims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    struct Vector: Sendable, CustomTestStringConvertible {
        let algorithm: JWTAlgorithm
        let key: String
        let token: String
        var testDescription: String { algorithm.rawValue }
    }

    static let vectors = [
        Vector(
            algorithm: .hs256,
            key:
                #"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#,
            token:
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(claims).dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        Vector(
            algorithm: .rs256,
            key:
                #"{"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}"#,
            token:
                "eyJhbGciOiJSUzI1NiJ9.\(claims).cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
        ),
        Vector(
            algorithm: .es256,
            key:
                #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
            token:
                "eyJhbGciOiJFUzI1NiJ9.\(claims).DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        ),
    ]

    @Test("are taken before they expire, and not after", arguments: vectors)
    func taken(vector: Vector) async throws {
        let ring = FixedRing(try #require(try JWKSet.keys(Array(vector.key.utf8)).first))
        let claims = try await JWTVerifier.test([vector.algorithm], ring, now: 1_300_819_379).verify(vector.token)
        #expect(claims["iss"] == "joe")
        #expect(claims["http://example.com/is_root"] == true)
        let late = JWTVerifier.test([vector.algorithm], ring, now: 1_300_819_380)
        #expect(await late.refusal(vector.token) == "the token has expired")
    }

    @Test("are not taken with a byte of any part changed", arguments: vectors)
    func tampered(vector: Vector) async throws {
        let ring = FixedRing(try #require(try JWKSet.keys(Array(vector.key.utf8)).first))
        let verifier = JWTVerifier.test([vector.algorithm], ring, now: 1_300_819_379)
        let letters = Array(vector.token)
        for place in stride(from: 0, to: letters.count, by: 7) where letters[place] != "." {
            var changed = letters
            changed[place] = letters[place] == "A" ? "B" : "A"
            #expect(await verifier.refusal(String(changed)) != nil, "letter \(place)")
        }
    }

    @Test("RFC 8037's signature with Ed25519 is valid, and only over its text")
    func ed25519() throws {
        let jwk = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        let key = try #require(try JWKSet.keys(Array(jwk.utf8)).first)
        let text = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        let signature = try #require(
            Base64URL.decode(
                Array("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg".utf8)[
                    ...]))
        #expect(key.isValid(signature, of: text, .edDSA))
        #expect(!key.isValid(signature, of: text + [0x20], .edDSA))
    }
}
