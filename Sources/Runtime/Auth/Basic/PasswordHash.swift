import Synchronization

/// A password as it is kept: PBKDF2 with HMAC-SHA256 (RFC 8018), as `$pbkdf2-sha256$i=600000$salt$hash` in base64.
package struct PasswordHash: Hashable, Sendable {
    /// How often the hash is taken where nobody says otherwise.
    package static let defaultIterations = 600_000
    private static let mostIterations = 10_000_000

    let iterations: Int
    let salt: [UInt8]
    let hash: [UInt8]

    /// Hashes a password with a salt that is made up.
    package init(password: String, iterations: Int = defaultIterations) {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        self.init(password: password, salt: salt, iterations: iterations)
    }

    init(password: String, salt: [UInt8], iterations: Int) {
        self.iterations = max(1, min(iterations, Self.mostIterations))
        self.salt = salt
        hash = Self.derive(Array(password.utf8), salt, self.iterations)
    }

    /// Reads the form that is kept; nil if it is none, or would take too long.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "pbkdf2-sha256", parts[2].hasPrefix("i="),
            let iterations = Int(parts[2].dropFirst(2)), (1...Self.mostIterations).contains(iterations),
            let salt = Base64.decode(parts[3].utf8), salt.count >= 8, let hash = Base64.decode(parts[4].utf8),
            hash.count == 32
        else { return nil }
        self.iterations = iterations
        self.salt = salt
        self.hash = hash
    }

    /// The form that is kept.
    package var text: String {
        "$pbkdf2-sha256$i=\(iterations)$\(Base64.encode(salt))$\(Base64.encode(hash))"
    }

    /// Whether it is this password's.
    package func matches(_ password: String) -> Bool {
        ConstantTime.equal(Self.derive(Array(password.utf8), salt, iterations), hash)
    }

    /// One block of PBKDF2: as many bytes as the hash has.
    static func derive(_ password: [UInt8], _ salt: [UInt8], _ iterations: Int) -> [UInt8] {
        let mac = HMAC(key: password)
        var round = mac.code(for: salt + [0, 0, 0, 1])
        var result = round
        for _ in 1..<max(1, iterations) {
            round = mac.code(for: round)
            for index in result.indices { result[index] ^= round[index] }
        }
        return result
    }
}
