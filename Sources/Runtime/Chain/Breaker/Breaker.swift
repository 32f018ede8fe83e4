/// Says which requests of a route are let through when some fail: adaptive throttling (Beyer and others, "Site Reliability
/// Engineering", chapter 21), with go-zero's additions.
///
/// It is a state machine over times in milliseconds that the caller gives. A window of buckets counts what was let through and
/// what became of it. As long as `factor` times the successes cover all requests (but for the first `protection`), all pass;
/// beyond, each is refused with a probability that grows with what is not covered. A window whose last buckets all failed
/// lowers the factor, one whose last buckets all worked lowers the probability.
struct Breaker: Sendable {
    /// How it judges.
    struct Tuning: Hashable, Sendable {
        var factor = 1.5
        /// The factor when everything fails.
        var leastFactor = 1.1
        /// The window in milliseconds.
        var window: UInt64 = 10_000
        var protection = 5
        /// After so many milliseconds without a request that was let through, one is.
        var forcedPass: UInt64 = 1000
    }

    static let bucketCount = 40

    private struct Bucket {
        var successes = 0
        var failures = 0
        var refusals = 0

        var isEmpty: Bool { successes == 0 && failures == 0 && refusals == 0 }
    }

    private let tuning: Tuning
    private let width: UInt64
    private var buckets = [Bucket](repeating: Bucket(), count: bucketCount)
    /// Which bucket is the newest, counted from the beginning of time.
    private var newest: UInt64 = 0
    /// When a request was last let through though others might not be.
    private var lastPass: UInt64?

    init(_ tuning: Tuning) {
        self.tuning = tuning
        width = max(1, tuning.window / UInt64(Self.bucketCount))
    }

    /// Whether a request is let through; a refusal is counted.
    ///
    /// - Parameter chance: a random number from 0 up to 1.
    mutating func admits(now: UInt64, chance: @autoclosure () -> Double) -> Bool {
        turn(to: now)
        let history = history
        let factor = max(
            tuning.factor - (tuning.factor - tuning.leastFactor) * Double(history.failing) / Double(Self.bucketCount),
            tuning.leastFactor)
        let covered = factor * Double(history.successes)
        var refused = (Double(history.total - tuning.protection) - covered) / Double(history.total + 1)
        guard refused > 0 else { return true }
        if let lastPass, now >= lastPass, now - lastPass > tuning.forcedPass {
            self.lastPass = now
            return true
        }
        refused *= Double(Self.bucketCount - history.working) / Double(Self.bucketCount)
        guard chance() < refused else {
            lastPass = now
            return true
        }
        if lastPass == nil { lastPass = now }
        buckets[index].refusals += 1
        return false
    }

    /// Counts what became of a request that was let through.
    mutating func record(success: Bool, now: UInt64) {
        turn(to: now)
        if success { buckets[index].successes += 1 } else { buckets[index].failures += 1 }
    }

    /// Whether anything failed, or was refused, within the window: if not, every request is let through.
    mutating func isTroubled(now: UInt64) -> Bool {
        turn(to: now)
        return buckets.contains { $0.failures > 0 || $0.refusals > 0 }
    }

    private var index: Int { Int(newest % UInt64(Self.bucketCount)) }

    /// Empties the buckets that time has passed over. A clock that runs backwards changes nothing.
    private mutating func turn(to now: UInt64) {
        let bucket = now / width
        guard bucket > newest else { return }
        for offset in 1...min(bucket - newest, UInt64(Self.bucketCount)) {
            buckets[Int((newest &+ offset) % UInt64(Self.bucketCount))] = Bucket()
        }
        newest = bucket
    }

    private struct History {
        var successes = 0
        var total = 0
        /// How many of the last buckets in a row had no failure, and how many had no success.
        var working = 0
        var failing = 0
    }

    private var history: History {
        var history = History()
        for offset in 1...Self.bucketCount {
            let bucket = buckets[(index + offset) % Self.bucketCount]
            guard !bucket.isEmpty else { continue }
            history.successes += bucket.successes
            history.total += bucket.successes + bucket.failures + bucket.refusals
            if bucket.failures > 0 { history.working = 0 } else if bucket.successes > 0 { history.working += 1 }
            if bucket.successes > 0 { history.failing = 0 } else if bucket.failures > 0 { history.failing += 1 }
        }
        return history
    }
}
