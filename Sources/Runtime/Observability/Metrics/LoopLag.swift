import CEpoll
import Synchronization

/// How late an event loop does what it should have done by now: a beat is due at regular times, and the loop says when it
/// comes. A loop that is stuck can't say anything, but anyone can see that its beat is overdue.
final class LoopLag: Sendable {
    /// When the next beat is due, in monotonic nanoseconds; 0 while nobody measures.
    private let due = Atomic<UInt64>(0)
    private let last = Atomic<UInt64>(0)
    private let worst = Atomic<UInt64>(0)

    /// The loop expects its next beat at a time.
    func expect(at time: UInt64) { due.store(time, ordering: .relaxed) }

    /// The beat that was expected comes now.
    func beat(now: UInt64) {
        let expected = due.load(ordering: .relaxed)
        guard expected > 0 else { return }
        let late = now > expected ? now - expected : 0
        last.store(late, ordering: .relaxed)
        if late > worst.load(ordering: .relaxed) { worst.store(late, ordering: .relaxed) }
    }

    /// The lag in nanoseconds: of the last beat, or more if the next is overdue; nil if nobody measures.
    func current(now: UInt64 = cepoll_monotonic()) -> UInt64? {
        let expected = due.load(ordering: .relaxed)
        guard expected > 0 else { return nil }
        return max(last.load(ordering: .relaxed), now > expected ? now - expected : 0)
    }

    /// The worst since someone last asked, in nanoseconds.
    func takeWorst(now: UInt64 = cepoll_monotonic()) -> UInt64 {
        max(worst.exchange(0, ordering: .relaxed), current(now: now) ?? 0)
    }
}
