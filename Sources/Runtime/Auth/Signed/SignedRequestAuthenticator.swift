import HTTPTypes

/// Knows clients by a secret that signs each of their requests and never travels.
final class SignedRequestAuthenticator: Authenticator {
    private let name: String
    private let keys: KeyList<HMAC>
    private let nonces: NonceCache
    private let clock: WallClock
    private let skew: Double

    init(_ setup: SchemeSetup, skew: Duration) throws(SchemeProblem) {
        name = setup.name
        clock = setup.clock
        // A request that was taken before the keys changed must not be taken again.
        nonces = (setup.former as? SignedRequestAuthenticator)?.nonces ?? NonceCache()
        self.skew = Double(skew.components.seconds)
        keys = try KeyList(setup) { (text) throws(FileProblem) in
            guard text.utf8.count >= 32 else {
                throw FileProblem("a secret has at least 32 bytes; `openssl rand -hex 32` makes one")
            }
            return HMAC(key: Array(text.utf8))
        }
    }

    var challenge: String { "\(RequestSignature.scheme) realm=\"\(name)\"" }

    func authenticate(_ request: inout Request) async throws(AuthFailure) -> Identity? {
        guard let text = try request.credentials(of: "hmac-sha256") else { return nil }
        guard let signature = RequestSignature(text), let stated = HexText.decode(signature.signature),
            let hash = HexText.decode(signature.body)
        else {
            throw AuthFailure(.malformed, "a signature has key, time, nonce, body and signature, each once")
        }
        let now = clock.now()
        guard abs(now - Double(signature.time)) <= skew else {
            throw AuthFailure(.invalid, "'time' is more than \(Int(skew)) s from this service's")
        }
        // A key that nobody has costs the same as one that somebody has.
        let key = keys.key(of: signature.key)
        let method = request.head.string(request.head.methodToken)
        let code = (key ?? HMAC(key: [])).code(for: signature.text(method: method, target: request.target))
        guard ConstantTime.equal(code, stated), key != nil else {
            throw AuthFailure(.invalid, "the key or the signature is wrong")
        }
        switch nonces.take("\(signature.key) \(signature.nonce)", until: Double(signature.time) + skew, now: now) {
        case .new: break
        case .seen: throw AuthFailure(.invalid, "this request was here before: sign each with a new nonce")
        case .full: throw AuthFailure(.unavailable, "too many signed requests at once")
        }
        // Only now is the body read: who can't sign can't fill memory.
        let body = try await Self.body(of: request)
        guard ConstantTime.equal(SHA256.hash(body), hash) else {
            throw AuthFailure(.invalid, "'body' is not the hash of the body that came")
        }
        request = request.with(body: RequestBody(body))
        return Identity(scheme: name, subject: signature.key)
    }

    private static func body(of request: Request) async throws(AuthFailure) -> [UInt8] {
        do {
            return try await request.body.collect()
        } catch let error as HTTPError where error.status == .contentTooLarge {
            throw AuthFailure(.bodyTooLarge, error.detail ?? "the body is too large")
        } catch {
            throw AuthFailure(.malformed, "the body did not come to its end")
        }
    }
}
