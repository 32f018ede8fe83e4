/// The nonces of requests that were taken, as long as their time stamps hold: none is taken twice.
final class NonceCache: Sendable {
    private struct State {
        var expiries: [String: Double] = [:]
        var nextSweep = 0.0
    }

    private let state = Guarded(State())
    private let capacity: Int

    init(capacity: Int = 200_000) { self.capacity = capacity }

    /// What becomes of a nonce.
    enum Outcome: Hashable, Sendable { case new, seen, full }

    /// Remembers a nonce until its time is over. A full cache takes none: to forget one would let it in again.
    func take(_ nonce: String, until expiry: Double, now: Double) -> Outcome {
        state.withLock { state in
            if let known = state.expiries[nonce], known >= now { return .seen }
            if now >= state.nextSweep || state.expiries.count >= capacity {
                // At most once a second: a flood must not make each request walk through all.
                if now >= state.nextSweep {
                    state.expiries = state.expiries.filter { $0.value >= now }
                    state.nextSweep = now + 1
                }
                guard state.expiries.count < capacity else { return .full }
            }
            state.expiries[nonce] = expiry
            return .new
        }
    }
}
