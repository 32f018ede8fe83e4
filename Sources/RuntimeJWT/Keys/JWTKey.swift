import Crypto
import CryptoExtras
import GatewayRuntime

/// A key that can check signatures of its own kind and no other: no header can make a secret of a public key.
struct JWTKey: Sendable {
    /// What it is, which decides what it can check.
    enum Material: Sendable {
        case secret(SymmetricKey)
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    /// Its name, which a token's `kid` may give.
    var id: String?
    /// The one algorithm that it is for, where its owner says so.
    var algorithm: JWTAlgorithm?
    let material: Material

    init(id: String? = nil, algorithm: JWTAlgorithm? = nil, material: Material) {
        self.id = id
        self.algorithm = algorithm
        self.material = material
    }

    /// Whether a token with this header can be checked with it.
    func fits(_ algorithm: JWTAlgorithm, id wanted: String?) -> Bool {
        if let own = self.algorithm, own != algorithm { return false }
        if let wanted, let id, id != wanted { return false }
        switch (material, algorithm) {
        case (.secret, .hs256), (.secret, .hs384), (.secret, .hs512): return true
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512): return true
        case (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512): return true
        case (.p256, .es256), (.p384, .es384), (.p521, .es512), (.ed25519, .edDSA): return true
        default: return false
        }
    }

    /// Whether the signature is this key's (RFC 7518 §3, RFC 8037 §3.1).
    func isValid(_ signature: [UInt8], of signed: [UInt8], _ algorithm: JWTAlgorithm) -> Bool {
        switch material {
        case .secret(let key):
            switch algorithm {
            case .hs256:
                return Crypto.HMAC<Crypto.SHA256>.isValidAuthenticationCode(
                    signature, authenticating: signed, using: key)
            case .hs384:
                return Crypto.HMAC<SHA384>.isValidAuthenticationCode(signature, authenticating: signed, using: key)
            case .hs512:
                return Crypto.HMAC<SHA512>.isValidAuthenticationCode(signature, authenticating: signed, using: key)
            default: return false
            }
        case .rsa(let key): return Self.isValid(signature, of: signed, algorithm, key)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: Crypto.SHA256.hash(data: signed))
        case .p384(let key):
            guard let signature = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA384.hash(data: signed))
        case .p521(let key):
            guard let signature = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: SHA512.hash(data: signed))
        case .ed25519(let key): return key.isValidSignature(signature, for: signed)
        }
    }

    private static func isValid(
        _ bytes: [UInt8], of signed: [UInt8], _ algorithm: JWTAlgorithm, _ key: _RSA.Signing.PublicKey
    ) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: bytes)
        let padding: _RSA.Signing.Padding
        switch algorithm {
        case .rs256, .rs384, .rs512: padding = .insecurePKCS1v1_5
        case .ps256, .ps384, .ps512: padding = .PSS
        default: return false
        }
        switch algorithm {
        case .rs256, .ps256:
            return key.isValidSignature(signature, for: Crypto.SHA256.hash(data: signed), padding: padding)
        case .rs384, .ps384: return key.isValidSignature(signature, for: SHA384.hash(data: signed), padding: padding)
        default: return key.isValidSignature(signature, for: SHA512.hash(data: signed), padding: padding)
        }
    }
}
