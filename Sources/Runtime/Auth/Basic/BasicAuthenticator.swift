/// Knows people by name and password (RFC 7617); only the passwords' hashes are kept.
final class BasicAuthenticator: Authenticator {
    private let name: String
    private let users: KeyList<PasswordHash>
    /// Hashing a password is slow on purpose: what was right stays so for a while, under a key that only this process has.
    private let known = Guarded<[[UInt8]: Double]>([:])
    private let memory: HMAC
    private let clock: WallClock
    private let gate = WorkGate(limit: max(1, ServiceSettings.usableCores / 2), waiting: 64)

    private static let memoryTime = 60.0
    private static let mostKnown = 1024

    init(_ setup: SchemeSetup) throws(SchemeProblem) {
        name = setup.name
        clock = setup.clock
        users = try KeyList(setup) { (text) throws(FileProblem) in
            guard let hash = PasswordHash(text) else {
                throw FileProblem(
                    "a password is kept as `$pbkdf2-sha256$i=…$salt$hash`; `gateway hash` makes one of a password")
            }
            return hash
        }
        var random = SystemRandomNumberGenerator()
        memory = HMAC(key: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    var challenge: String { "Basic realm=\"\(name)\", charset=\"UTF-8\"" }

    func authenticate(_ request: inout Request) async throws(AuthFailure) -> Identity? {
        guard let text = try request.credentials(of: "basic") else { return nil }
        guard text.utf8.count <= 1024, let bytes = Base64.decode(text.utf8),
            let pair = String(validating: bytes, as: UTF8.self), let colon = pair.firstIndex(of: ":")
        else { throw AuthFailure(.malformed, "Basic credentials are `name:password` in base64 (RFC 7617)") }
        let user = String(pair[..<colon])
        let password = String(pair[pair.index(after: colon)...])
        let hash = users.key(of: user)
        // Who isn't known takes as long as who is.
        let wanted = hash ?? Self.nobody(like: users.all.values.first)
        let mark = memory.code(for: Array(wanted.text.utf8) + [0] + bytes)
        if hash != nil, isKnown(mark) { return Identity(scheme: name, subject: user) }
        guard let matches = await gate.run({ wanted.matches(password) }) else {
            throw AuthFailure(.unavailable, "too many log in at once")
        }
        guard matches, hash != nil else { throw AuthFailure(.invalid, "the name or the password is wrong") }
        remember(mark)
        return Identity(scheme: name, subject: user)
    }

    private func isKnown(_ mark: [UInt8]) -> Bool {
        let now = clock.now()
        return known.withLock { known in known[mark].map { $0 > now && $0 <= now + Self.memoryTime } ?? false }
    }

    private func remember(_ mark: [UInt8]) {
        let now = clock.now()
        known.withLock { known in
            if known.count >= Self.mostKnown { known = known.filter { $0.value > now } }
            if known.count >= Self.mostKnown { known.removeAll() }
            known[mark] = now + Self.memoryTime
        }
    }

    private static func nobody(like other: PasswordHash?) -> PasswordHash {
        PasswordHash(salt: [UInt8](repeating: 0, count: 16), iterations: other?.iterations)
    }
}

extension PasswordHash {
    /// The hash of no password.
    fileprivate init(salt: [UInt8], iterations: Int?) {
        self.iterations = iterations ?? Self.defaultIterations
        self.salt = salt
        hash = [UInt8](repeating: 0, count: 32)
    }
}
