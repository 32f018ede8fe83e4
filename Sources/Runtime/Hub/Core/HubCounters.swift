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
    let byteLimited = Atomic<Int>(0)
    let roomLimited = Atomic<Int>(0)
    let conflated = Atomic<Int>(0)
    let stalled = Atomic<Int>(0)
    let deflated = Atomic<Int>(0)
    let replayed = Atomic<Int>(0)
    let gaps = Atomic<Int>(0)
    let invalid = Atomic<Int>(0)
    let timedOut = Atomic<Int>(0)
    let cutByDrain = Atomic<Int>(0)
    let protocolErrors = Atomic<Int>(0)
    let closes = CloseCounters()
    /// How much waits for slow clients; measured when someone asks.
    let queuedMessages = Atomic<Int>(0)
    let queuedBytes = Atomic<Int>(0)

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
        metrics.byteLimited += byteLimited.load(ordering: .relaxed)
        metrics.roomLimited += roomLimited.load(ordering: .relaxed)
        metrics.conflated += conflated.load(ordering: .relaxed)
        metrics.stalled += stalled.load(ordering: .relaxed)
        metrics.deflated += deflated.load(ordering: .relaxed)
        metrics.replayed += replayed.load(ordering: .relaxed)
        metrics.gaps += gaps.load(ordering: .relaxed)
        metrics.invalid += invalid.load(ordering: .relaxed)
        metrics.timedOut += timedOut.load(ordering: .relaxed)
        metrics.cutByDrain += cutByDrain.load(ordering: .relaxed)
        metrics.protocolErrors += protocolErrors.load(ordering: .relaxed)
        metrics.queuedMessages += queuedMessages.load(ordering: .relaxed)
        metrics.queuedBytes += queuedBytes.load(ordering: .relaxed)
        closes.add(to: &metrics.closes)
    }
}

extension Atomic where Value == Int {
    /// Adds without a locked instruction: for counters that one thread alone writes.
    @inline(__always)
    borrowing func bump(_ change: Int = 1) {
        store(load(ordering: .relaxed) &+ change, ordering: .relaxed)
    }
}
