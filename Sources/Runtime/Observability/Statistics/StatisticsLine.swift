import Logging

/// What a server did in a time, as one line of the log; nil if it did nothing.
struct StatisticsLine {
    let metadata: Logger.Metadata

    init?(from old: StatisticsReading, to new: StatisticsReading) {
        let classes = zip(new.classes, old.classes).map { $0 &- $1 }
        let requests = classes.reduce(0, +)
        let messagesIn = new.messagesIn - old.messagesIn
        let messagesOut = new.messagesOut - old.messagesOut
        let dropped = new.dropped - old.dropped
        let refused = new.refused - old.refused
        let isIdle =
            requests == 0 && messagesIn == 0 && messagesOut == 0 && dropped == 0 && refused == 0
            && new.accepted == old.accepted && new.connections == old.connections && new.opened == old.opened
            && new.ended == old.ended
        guard !isIdle, new.time > old.time else { return nil }
        let seconds = Double(new.time - old.time) / 1e9
        func number(_ value: Double) -> Logger.MetadataValue { .stringConvertible(Self.rounded(value)) }
        var metadata: Logger.Metadata = [
            "seconds": number(seconds), "requests": .stringConvertible(requests),
            "requestsPerSecond": number(Double(requests) / seconds),
            "connections": .stringConvertible(new.connections), "webSockets": .stringConvertible(new.webSockets),
            "messagesIn": .stringConvertible(messagesIn), "messagesOut": .stringConvertible(messagesOut),
            "dropped": .stringConvertible(dropped), "refused": .stringConvertible(refused),
            "loopLagMs": number(new.lag * 1000),
            "cpuPercent": number((new.cpuSeconds - old.cpuSeconds) / seconds * 100),
            "rssMiB": number(Double(new.residentBytes) / 1_048_576), "openFiles": .stringConvertible(new.openFiles),
        ]
        for (index, count) in classes.enumerated() where count > 0 {
            metadata["\(index + 1)xx"] = .stringConvertible(count)
        }
        let durations = zip(new.durations, old.durations).map { $0 &- $1 }
        for (name, part) in [("p50Ms", 0.5), ("p99Ms", 0.99)] {
            if let value = DurationBuckets.quantile(part, of: durations) { metadata[name] = number(value * 1000) }
        }
        self.metadata = metadata
    }

    /// With two places behind the point.
    private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
