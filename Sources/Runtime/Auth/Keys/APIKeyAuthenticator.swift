/// Knows clients by a key that each has; only the keys' hashes are kept.
struct APIKeyAuthenticator: Authenticator {
    let name: String
    let sources: [CredentialSource]
    private let keys: KeyList<[UInt8]>

    init(_ setup: SchemeSetup, sources: [CredentialSource]) throws(SchemeProblem) {
        name = setup.name
        self.sources = sources
        keys = try KeyList(setup, read: Self.hash)
    }

    var challenge: String { "ApiKey realm=\"\(name)\"" }

    func authenticate(_ request: inout Request) async throws(AuthFailure) -> Identity? {
        for source in sources {
            guard let key = try source.credential(in: request) else { continue }
            let hash = SHA256.hash(Array(key.utf8))
            // All are compared, each in constant time: how long it takes says nothing of how near a guess was.
            var owner: String?
            for (name, known) in keys.all where ConstantTime.equal(hash, known) { owner = name }
            guard let owner else { throw AuthFailure(.invalid, "nobody has this key") }
            return Identity(scheme: name, subject: owner)
        }
        return nil
    }

    /// `sha256:` and 64 hexadecimal digits.
    private static func hash(_ text: String) throws(FileProblem) -> [UInt8] {
        guard text.hasPrefix("sha256:"), let hash = HexText.decode(text.dropFirst(7)), hash.count == 32 else {
            throw FileProblem(
                "a key is kept as `sha256:` and its hash in 64 hexadecimal digits; `gateway hash --key` makes one")
        }
        return hash
    }
}
