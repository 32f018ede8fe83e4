/// How much an event loop got done of late, as a state machine over times in milliseconds: from that follows how many requests it
/// can have under way before they only wait for each other (Little's law).
struct LoadWindow: Sendable {
    static let bucketCount = 50
    /// The length of a bucket in milliseconds; all of them are 5 s.
    static let width: UInt64 = 100

    private struct Bucket {
        var passes = 0
        /// Of all passes together, in milliseconds.
        var latency: UInt64 = 0
    }

    private var buckets = [Bucket](repeating: Bucket(), count: bucketCount)
    private var newest: UInt64 = 0
    /// How many requests are under way.
    private(set) var inFlight = 0
    /// The same, smoothed: it follows at each end of a request.
    private(set) var averageInFlight = 0.0

    /// A request begins.
    mutating func begin() { inFlight += 1 }

    /// A request has ended without an answer that would tell anything.
    mutating func abandon() { inFlight -= 1 }

    /// A request was answered.
    mutating func finish(latency: UInt64, now: UInt64) {
        inFlight -= 1
        averageInFlight = averageInFlight * 0.9 + Double(inFlight) * 0.1
        turn(to: now)
        buckets[index].passes += 1
        buckets[index].latency &+= latency
    }

    /// Whether more is under way than can get done: the most that passed in a bucket, times the least latency of one.
    ///
    /// - Parameter floor: latencies up to this, in milliseconds, are no sign of overload.
    mutating func isFull(now: UInt64, floor: UInt64) -> Bool {
        turn(to: now)
        var mostPasses = 1
        var leastLatency = 1000.0
        // The newest bucket is not full yet.
        for offset in 1..<Self.bucketCount {
            let bucket = buckets[(index + offset) % Self.bucketCount]
            guard bucket.passes > 0 else { continue }
            mostPasses = max(mostPasses, bucket.passes)
            leastLatency = min(leastLatency, (Double(bucket.latency) / Double(bucket.passes)).rounded(.up))
        }
        let most = max(1, Double(mostPasses) / Double(Self.width) * max(leastLatency, Double(floor), 1))
        return averageInFlight > most && Double(inFlight) > most
    }

    private var index: Int { Int(newest % UInt64(Self.bucketCount)) }

    private mutating func turn(to now: UInt64) {
        let bucket = now / Self.width
        guard bucket > newest else { return }
        for offset in 1...min(bucket - newest, UInt64(Self.bucketCount)) {
            buckets[Int((newest &+ offset) % UInt64(Self.bucketCount))] = Bucket()
        }
        newest = bucket
    }
}
