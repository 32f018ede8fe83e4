import Synchronization

/// What one loop counts for one hub. Only that loop writes; anyone may read.
final class HubCounters: Sendable {
    let opened = Atomic<Int>(0)
    let messagesIn = Atomic<Int>(0)
    let bytesIn = Atomic<Int>(0)
    let messagesOut = Atomic<Int>(0)
    let bytesOut = Atomic<Int>(0)
    let dropped = Atomic<Int>(0)
    let slowClosed = Atomic<Int>(0)
    let rateLimited = Atomic<Int>(0)
    let invalid = Atomic<Int>(0)
    let timedOut = Atomic<Int>(0)
    let protocolErrors = Atomic<Int>(0)

    /// Adds everything to a sum.
    func add(to metrics: inout HubMetrics) {
        metrics.opened += opened.load(ordering: .relaxed)
        metrics.messagesIn += messagesIn.load(ordering: .relaxed)
        metrics.bytesIn += bytesIn.load(ordering: .relaxed)
        metrics.messagesOut += messagesOut.load(ordering: .relaxed)
        metrics.bytesOut += bytesOut.load(ordering: .relaxed)
        metrics.dropped += dropped.load(ordering: .relaxed)
        metrics.slowClosed += slowClosed.load(ordering: .relaxed)
        metrics.rateLimited += rateLimited.load(ordering: .relaxed)
        metrics.invalid += invalid.load(ordering: .relaxed)
        metrics.timedOut += timedOut.load(ordering: .relaxed)
        metrics.protocolErrors += protocolErrors.load(ordering: .relaxed)
    }
}

extension Atomic where Value == Int {
    /// Adds without a locked instruction: for counters that one thread alone writes.
    @inline(__always)
    borrowing func bump(_ change: Int = 1) {
        store(load(ordering: .relaxed) &+ change, ordering: .relaxed)
    }
}
