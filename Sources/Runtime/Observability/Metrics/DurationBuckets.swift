/// The bounds of the buckets that durations are counted in, from 100 µs to 10 s.
enum DurationBuckets {
    /// Upper bounds in nanoseconds; what is longer than the last goes into one bucket more.
    static let bounds: [UInt64] = [
        100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000,
        250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
    ]

    /// How many buckets there are, the one without a bound included.
    static let count = 17

    /// The bounds in seconds, as metrics write them.
    static let seconds: [Double] = bounds.map { Double($0) / 1e9 }

    /// The bucket of a duration.
    @inline(__always)
    static func index(_ nanoseconds: UInt64) -> Int {
        var index = 0
        while index < bounds.count, nanoseconds > bounds[index] { index += 1 }
        return index
    }

    /// About the duration, in seconds, that so large a part of all stays under; nil if there are none. What lies in the
    /// bucket without a bound counts as its lower one.
    static func quantile(_ part: Double, of counts: [Int]) -> Double? {
        let total = counts.reduce(0, +)
        guard total > 0 else { return nil }
        let rank = part * Double(total)
        var below = 0
        for (index, count) in counts.enumerated() where count > 0 {
            if Double(below + count) >= rank {
                let low = index == 0 ? 0 : seconds[index - 1]
                guard index < seconds.count else { return low }
                return low + (seconds[index] - low) * (rank - Double(below)) / Double(count)
            }
            below += count
        }
        return seconds.last
    }
}
