import Synchronization

/// A route's breaker, shared by all event loops.
final class CircuitBreaker: Sendable {
    /// How it judges.
    let tuning: Breaker.Tuning
    private let state: Guarded<Breaker>
    /// Whether anything has failed of late: as long as nothing has, nobody waits for the lock to be let through.
    private let isTroubled = Atomic(false)
    private let chance: @Sendable () -> Double

    /// - Parameter chance: gives a random number from 0 up to 1.
    init(_ tuning: Breaker.Tuning, chance: @escaping @Sendable () -> Double) {
        self.tuning = tuning
        state = Guarded(Breaker(tuning))
        self.chance = chance
    }

    /// Whether a request is let through.
    func admits(now: UInt64) -> Bool {
        guard isTroubled.load(ordering: .relaxed) else { return true }
        let chance = chance
        return state.withLock { breaker in
            guard breaker.isTroubled(now: now) else {
                isTroubled.store(false, ordering: .relaxed)
                return true
            }
            return breaker.admits(now: now, chance: chance())
        }
    }

    /// Counts what became of a request.
    func record(success: Bool, now: UInt64) {
        state.withLock { breaker in
            breaker.record(success: success, now: now)
            if !success { isTroubled.store(true, ordering: .relaxed) }
        }
    }
}
