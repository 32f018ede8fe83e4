import Crypto
import CryptoExtras
import GatewayRuntime

/// A file of public keys: PEM blocks (RFC 7468 §13), or a JWK set.
enum KeyFile {
    static func keys(_ bytes: [UInt8]) throws(FileProblem) -> [JWTKey] {
        if bytes.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") {
            return try JWKSet.keys(bytes)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("PRIVATE KEY-----") {
            throw FileProblem(
                "there is a private key in it, which only the issuer should have; `openssl pkey -pubout` makes the public one"
            )
        }
        if text.contains("-----BEGIN CERTIFICATE-----") {
            throw FileProblem("there is a certificate in it; `openssl x509 -pubkey -noout` takes its public key out")
        }
        var keys: [JWTKey] = []
        for block in blocks(text) {
            guard let material = material(block) else {
                throw FileProblem(
                    "block \(keys.count + 1) is no public key of a known kind (RSA of 2048 bits or more, P-256, P-384, P-521, Ed25519)"
                )
            }
            keys.append(JWTKey(material: material))
        }
        guard !keys.isEmpty else {
            throw FileProblem("there is neither `-----BEGIN PUBLIC KEY-----` nor a JWK set in it")
        }
        return keys
    }

    /// The DER of each block.
    private static func blocks(_ text: String) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        var current: [UInt8]?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("-----BEGIN PUBLIC KEY-----") {
                current = []
            } else if line.hasPrefix("-----END") {
                if let base64 = current { blocks.append(Base64.decode(base64) ?? []) }
                current = nil
            } else {
                current?.append(contentsOf: line.utf8.filter { $0 > 0x20 })
            }
        }
        return blocks
    }

    /// The key of a `SubjectPublicKeyInfo`.
    private static func material(_ der: [UInt8]) -> JWTKey.Material? {
        if let key = try? P256.Signing.PublicKey(derRepresentation: der) { return .p256(key) }
        if let key = try? P384.Signing.PublicKey(derRepresentation: der) { return .p384(key) }
        if let key = try? P521.Signing.PublicKey(derRepresentation: der) { return .p521(key) }
        if der.count == ed25519Head.count + 32, Array(der.prefix(ed25519Head.count)) == ed25519Head {
            return (try? Curve25519.Signing.PublicKey(rawRepresentation: der.suffix(32))).map { .ed25519($0) }
        }
        return (try? _RSA.Signing.PublicKey(derRepresentation: der)).map { .rsa($0) }
    }

    /// What stands before the 32 bytes of an Ed25519 key (RFC 8410 §4).
    private static let ed25519Head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
}
