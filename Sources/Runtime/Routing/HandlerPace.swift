import Synchronization

/// Where the calls of a route's handler start: on the event loop as long as it soon returns or waits, else on the thread pool.
///
/// Starting on the loop saves a switch to another thread and back, which cost more than a small handler does. A route whose
/// handler holds its loop for too long, twice in a row or in more than one call of five, starts on the pool for the next 16
/// calls, then is tried again; each further time four times as many, at most 65,536. So a handler that computes or blocks
/// delays the loop's other connections twice, not always; one that lost its core to another process now and then stays.
final class HandlerPace: Sendable {
    private static let firstSentence: UInt32 = 16
    private static let longestSentence: UInt32 = 65_536
    /// What a hold adds to the account, and how much of it is too much; every other call takes 1 away.
    private static let strike: UInt32 = 5
    private static let tooMuch: UInt32 = 9

    /// How many calls are still to start on the pool.
    private let away = Atomic<UInt32>(0)
    /// How many it will be the next time.
    private let sentence = Atomic<UInt32>(firstSentence)
    private let account = Atomic<UInt32>(0)

    /// Whether the next call starts on the loop.
    func startsOnLoop() -> Bool {
        guard away.load(ordering: .relaxed) > 0 else { return true }
        // Several loops may count down at once: below zero it stays at zero.
        if away.wrappingSubtract(1, ordering: .relaxed).newValue > Self.longestSentence {
            away.store(0, ordering: .relaxed)
        }
        return false
    }

    /// A call that started on the loop let it go soon.
    func letGo() {
        // Loops may step on each other here: the account is an estimate.
        let owed = account.load(ordering: .relaxed)
        if owed > 0 { account.store(owed - 1, ordering: .relaxed) }
    }

    /// A call that started on the loop held it for longer than it may.
    ///
    /// - Returns: how many calls start on the pool from now on; 0 if this one is forgiven.
    func held() -> UInt32 {
        let owed = min(account.load(ordering: .relaxed), Self.tooMuch) + Self.strike
        guard owed > Self.tooMuch else {
            account.store(owed, ordering: .relaxed)
            return 0
        }
        account.store(0, ordering: .relaxed)
        let calls = sentence.load(ordering: .relaxed)
        sentence.store(min(calls * 4, Self.longestSentence), ordering: .relaxed)
        away.store(calls, ordering: .relaxed)
        return calls
    }
}
