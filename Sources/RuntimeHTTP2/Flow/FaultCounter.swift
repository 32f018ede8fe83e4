/// Counts faults in windows of time, to tell a client that errs from one that attacks.
struct FaultCounter {
    let limit: Int
    /// In milliseconds.
    let window: UInt64
    private var since: UInt64 = 0
    private var count = 0

    init(limit: Int, window: UInt64) {
        self.limit = limit
        self.window = window
    }

    /// Counts one; false if there are too many.
    mutating func note(now: UInt64) -> Bool {
        if now >= since + window {
            since = now
            count = 0
        }
        count += 1
        return count <= limit
    }
}
