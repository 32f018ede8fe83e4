import CEpoll

/// What a server has counted up to a moment; the difference of two readings is what it did between them.
struct StatisticsReading: Sendable {
    /// In nanoseconds of a clock that never jumps.
    var time: UInt64 = 0
    /// Requests by class of status, 1xx to 5xx.
    var classes = [Int](repeating: 0, count: 5)
    /// Requests by how long they took.
    var durations = [Int](repeating: 0, count: DurationBuckets.count)
    var connections = 0
    /// Connections that were ever let in.
    var accepted = 0
    var webSockets = 0
    /// WebSockets that were ever opened, and that ended.
    var opened = 0
    var ended = 0
    var messagesIn = 0
    var messagesOut = 0
    /// Messages that slow clients didn't get.
    var dropped = 0
    /// Requests, connections and WebSockets that a limit or a policy turned away.
    var refused = 0
    var cpuSeconds = 0.0
    var residentBytes = 0
    var openFiles = 0
    /// The worst lag of any event loop since the reading before, in seconds.
    var lag = 0.0

    init() {}

    /// Looks at everything now.
    init(_ metrics: ServerMetrics, _ gate: ConnectionGate, _ hubs: [any AnyHub]) {
        time = cepoll_monotonic()
        let sums = metrics.sums()
        typealias Word = LoopMeter.Word
        for base in stride(from: 0, to: sums.count, by: Word.count) {
            for index in 0..<5 { classes[index] &+= sums[base + Word.classes + index] }
            for index in durations.indices { durations[index] &+= sums[base + Word.buckets + index] }
        }
        let counts = gate.counts
        connections = counts.open
        accepted = counts.accepted
        refused = counts.tooMany + counts.tooManyOfAddress + metrics.refusals.sum
        for hub in hubs.map(\.metrics) {
            webSockets += hub.connections
            opened += hub.opened
            ended += hub.closes.values.reduce(0, +)
            messagesIn += hub.messagesIn
            messagesOut += hub.messagesOut
            dropped += hub.dropped + hub.conflated
            refused += hub.refused
        }
        let process = ProcessReadings()
        cpuSeconds = process.cpuSeconds
        residentBytes = process.residentBytes ?? 0
        openFiles = process.openFiles ?? 0
        lag = metrics.takeWorstLag()
    }
}
