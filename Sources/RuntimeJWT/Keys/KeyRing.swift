import Crypto
import GatewayRuntime

/// The keys that tokens are checked with.
protocol KeyRing: Sendable {
    /// All keys that may have signed a token; `id` is what its header says, so that a new key can be looked for.
    func keys(id: String?) async throws(TokenError) -> [JWTKey]
}

/// The config's secret, and the one before.
struct SecretRing: KeyRing {
    private let keys: [JWTKey]

    init(_ setup: SchemeSetup, _ algorithms: [JWTAlgorithm]) throws(SchemeProblem) {
        guard let secret = setup.settings.secret else {
            throw setup.missing("secret", example: "`openssl rand -base64 48` makes one")
        }
        // As many bytes as the hash has (RFC 7518 §3.2): a shorter secret can be guessed from any token.
        let least = algorithms.compactMap(\.leastSecret).max() ?? 32
        var keys: [JWTKey] = []
        for (key, value) in [("secret", secret), ("previousSecret", setup.settings.previousSecret)] {
            guard let value else { continue }
            guard value.utf8.count >= least else {
                throw setup.problem(
                    key, "it has \(value.utf8.count) bytes and needs \(least); `openssl rand -base64 48` makes one")
            }
            keys.append(JWTKey(material: .secret(SymmetricKey(data: Array(value.utf8)))))
        }
        self.keys = keys
    }

    func keys(id: String?) async throws(TokenError) -> [JWTKey] { keys }
}

/// The keys of a file.
struct FileRing: KeyRing {
    let file: WatchedFile<[JWTKey]>

    func keys(id: String?) async throws(TokenError) -> [JWTKey] { file.value }
}
