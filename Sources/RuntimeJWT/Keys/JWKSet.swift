import Crypto
import CryptoExtras
import GatewayRuntime

/// A JWK set (RFC 7517 §5), or a single JWK.
enum JWKSet {
    /// The keys that can check signatures; those of unknown kinds or for other uses are left out, as the RFC wants it.
    static func keys(_ bytes: [UInt8]) throws(FileProblem) -> [JWTKey] {
        let document: JSONValue
        do throws(ValidationFailure) {
            document = try JSONReader.decode(JSONValue.self, from: bytes)
        } catch {
            throw FileProblem("a JWK set is JSON, and this is none: \(error.detail ?? "it is malformed")")
        }
        let values: [JSONValue]
        if case .array(let list)? = document["keys"] { values = list } else { values = [document] }
        let keys = values.prefix(256).compactMap(key)
        guard !keys.isEmpty else { throw FileProblem("there is no key in it that could check a signature") }
        return keys
    }

    private static func key(_ value: JSONValue) -> JWTKey? {
        if let use = value["use"]?.string, use != "sig" { return nil }
        if case .array(let uses)? = value["key_ops"], !uses.contains("verify") { return nil }
        var algorithm: JWTAlgorithm?
        if let name = value["alg"]?.string {
            guard let known = JWTAlgorithm(rawValue: name) else { return nil }
            algorithm = known
        }
        guard let material = material(value) else { return nil }
        return JWTKey(id: value["kid"]?.string, algorithm: algorithm, material: material)
    }

    private static func material(_ value: JSONValue) -> JWTKey.Material? {
        func bytes(_ name: String) -> [UInt8]? {
            value[name]?.string.flatMap { Base64URL.decode(Array($0.utf8)[...]) }
        }
        switch value["kty"]?.string {
        case "oct":
            guard let key = bytes("k"), key.count >= 32 else { return nil }
            return .secret(SymmetricKey(data: key))
        case "RSA":
            guard let n = bytes("n"), let e = bytes("e") else { return nil }
            return (try? _RSA.Signing.PublicKey(n: n, e: e)).map { .rsa($0) }
        case "EC":
            guard let x = bytes("x"), let y = bytes("y") else { return nil }
            let point = [4] + x + y
            switch value["crv"]?.string {
            case "P-256": return (try? P256.Signing.PublicKey(x963Representation: point)).map { .p256($0) }
            case "P-384": return (try? P384.Signing.PublicKey(x963Representation: point)).map { .p384($0) }
            case "P-521": return (try? P521.Signing.PublicKey(x963Representation: point)).map { .p521($0) }
            default: return nil
            }
        case "OKP":
            guard value["crv"]?.string == "Ed25519", let x = bytes("x") else { return nil }
            return (try? Curve25519.Signing.PublicKey(rawRepresentation: x)).map { .ed25519($0) }
        default: return nil
        }
    }
}
