import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What one event loop counts. Only its thread writes, with plain moves; anyone may read at any time.
final class LoopMeter: @unchecked Sendable {
    // @unchecked: the words are atomics, and the pointer never changes.

    /// Where a series' numbers are among its words: requests by class of status, durations by bucket, and sums.
    enum Word {
        static let classes = 0
        static let buckets = 5
        static let nanoseconds = buckets + DurationBuckets.count
        static let received = nanoseconds + 1
        static let sent = received + 1
        static let count = sent + 1
    }

    /// What the loop is called, such as `http-0`.
    let name: String
    /// Bytes that came in and went out, of whatever kind.
    let received = Atomic<Int>(0)
    let sent = Atomic<Int>(0)
    /// Requests that have begun and not ended.
    let underWay = Atomic<Int>(0)
    /// Requests counted under a pattern that is not their own.
    let folded = Atomic<Int>(0)
    let lag: LoopLag
    /// Nil if there was no memory for them: then requests aren't counted, and nothing else changes.
    private let words: UnsafeMutablePointer<Atomic<Int>>?
    private let series: Int

    init(name: String, series: Int, lag: LoopLag) {
        self.name = name
        self.lag = lag
        // Zero pages that nobody touches cost no memory: a route that nobody calls costs none.
        let memory = calloc(max(1, series * Word.count), MemoryLayout<Atomic<Int>>.stride)
        self.series = memory == nil ? 0 : series
        words = memory?.bindMemory(to: Atomic<Int>.self, capacity: max(1, series * Word.count))
    }

    deinit { free(words) }

    /// Counts a request that has ended.
    @inline(__always)
    func count(_ index: Int, status: Int, nanoseconds: UInt64, received: Int, sent: Int) {
        guard let words, index < series else { return }
        let base = words + index * Word.count
        base[Word.classes + min(max(status / 100, 1), 5) - 1].bump()
        base[Word.buckets + DurationBuckets.index(nanoseconds)].bump()
        base[Word.nanoseconds].bump(Int(truncatingIfNeeded: nanoseconds))
        if received > 0 { base[Word.received].bump(received) }
        if sent > 0 { base[Word.sent].bump(sent) }
    }

    /// Adds everything to sums that are laid out as the words are.
    func add(to sums: inout [Int]) {
        guard let words else { return }
        for index in 0..<min(sums.count, series * Word.count) { sums[index] &+= words[index].load(ordering: .relaxed) }
    }
}
