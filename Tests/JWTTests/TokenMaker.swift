import Crypto
import CryptoExtras
import GatewayRuntime

@testable import GatewayJWT

/// Makes tokens that hold, and such as don't.
struct TokenMaker {
    typealias Sign = ([UInt8]) throws -> [UInt8]

    static let secret = "a secret of at least thirty-two bytes, for tests alone; it is long enough for HS512 too"

    var algorithm = "HS256"
    var id: String?
    var header: [String: JSONValue] = [:]
    var sign: Sign = { hmac($0, secret) }

    static func hmac(_ message: [UInt8], _ secret: String) -> [UInt8] {
        Array(
            Crypto.HMAC<Crypto.SHA256>.authenticationCode(
                for: message, using: SymmetricKey(data: Array(secret.utf8))))
    }

    func token(_ claims: JSONValue = ["sub": "ann", "exp": 2000]) throws -> String {
        var header = header
        header["alg"] = header["alg"] ?? .string(algorithm)
        if let id { header["kid"] = .string(id) }
        let head = Self.encode(JSONWriter.encode(JSONValue.object(header)))
        let signed = "\(head).\(Self.encode(JSONWriter.encode(claims)))"
        return "\(signed).\(Self.encode(try sign(Array(signed.utf8))))"
    }

    static func encode(_ bytes: [UInt8]) -> String {
        String(
            Base64.encode(bytes).compactMap { letter in
                switch letter {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: letter
                }
            })
    }
}

/// Keys that are there from the start.
struct FixedRing: KeyRing {
    var keys: [JWTKey]

    init(_ keys: JWTKey...) { self.keys = keys }

    static var secret: FixedRing {
        FixedRing(JWTKey(material: .secret(SymmetricKey(data: Array(TokenMaker.secret.utf8)))))
    }

    func keys(id: String?) async throws(TokenError) -> [JWTKey] { keys }
}

extension JWTVerifier {
    /// One whose clock stands at 1000.
    static func test(
        _ algorithms: Set<JWTAlgorithm> = [.hs256], _ keys: any KeyRing = FixedRing.secret,
        rules: ClaimRules = ClaimRules(),
        now: Double = 1000
    ) -> JWTVerifier {
        JWTVerifier(algorithms: algorithms, keys: keys, rules: rules, clock: WallClock { now })
    }

    /// Why a token isn't taken; nil if it is.
    func refusal(_ token: String) async -> String? {
        do throws(TokenError) {
            _ = try await verify(token)
            return nil
        } catch {
            switch error {
            case .invalid(let reason), .unavailable(let reason): return reason
            }
        }
    }
}
