/// Whether a client moves enough bytes: counted over windows, so that a trickle can't stretch a deadline for ever.
struct ProgressWindow {
    private(set) var since: UInt64?
    private var bytes: UInt64 = 0

    /// Begins to watch, unless it does already.
    mutating func begin(now: UInt64, bytes: UInt64) {
        guard since == nil else { return }
        since = now
        self.bytes = bytes
    }

    mutating func end() { since = nil }

    /// Judges a window that is over, and begins the next; false if it brought too little.
    mutating func check(now: UInt64, length: UInt64, bytes: UInt64, minimumRate: Int) -> Bool {
        guard let since, now >= since + length else { return true }
        let moved = bytes > self.bytes ? bytes - self.bytes : 0
        let least = max(1, UInt64(minimumRate) * length / 1000)
        self.since = now
        self.bytes = bytes
        return moved >= least
    }
}
