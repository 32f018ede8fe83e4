import Synchronization

/// Everything that a server counts, gathered when someone asks.
package final class ServerMetrics: Sendable {
    let series: RouteSeries
    /// What the chain of a route has refused, by the reason.
    package let refusals = MetricCounters(
        "http_refused", "Requests that a route's policies refused, by the policy.", label: "policy")
    private let parts = Guarded(Parts())

    private struct Parts {
        var meters: [LoopMeter] = []
        var hubs: [any AnyHub] = []
        var sources: [any MetricSource] = []
    }

    init(routes: [Route], limit: Int) {
        series = RouteSeries(routes, limit: limit)
        add(refusals)
    }

    /// What one more loop counts with.
    func makeMeter() -> LoopMeter {
        parts.withLock { parts in
            let meter = LoopMeter(name: "http-\(parts.meters.count)", series: series.labels.count, lag: LoopLag())
            parts.meters.append(meter)
            return meter
        }
    }

    func add(_ hubs: [any AnyHub]) { parts.withLock { $0.hubs += hubs } }

    /// Shows a part's metrics too.
    package func add(_ source: any MetricSource) { parts.withLock { $0.sources.append(source) } }

    var meters: [LoopMeter] { parts.withLock { $0.meters } }

    /// Requests that have begun and not ended, of all loops.
    var underWay: Int { meters.reduce(0) { $0 + $1.underWay.load(ordering: .relaxed) } }

    /// The numbers of all loops, laid out as `LoopMeter.Word` says, series after series.
    func sums() -> [Int] {
        var sums = [Int](repeating: 0, count: series.labels.count * LoopMeter.Word.count)
        for meter in meters { meter.add(to: &sums) }
        return sums
    }

    /// Asks every hub's loops how much waits in their queues; those that don't answer in time keep their last number.
    func measureQueues(within patience: Duration = .milliseconds(250)) async {
        let hubs = parts.withLock { $0.hubs }
        await withTaskGroup { group in
            for case let hub as any AttachableHub in hubs {
                group.addTask { await hub.measureQueues(within: patience) }
            }
        }
    }

    /// All metrics, in a fixed order.
    func families(connections: ConnectionGate) -> [MetricFamily] {
        let (meters, hubs, sources) = parts.withLock { ($0.meters, $0.hubs, $0.sources) }
        return requestFamilies(meters) + connectionFamilies(connections, meters) + HubFamilies.of(hubs)
            + lagFamilies(meters, hubs) + sources.flatMap(\.families) + ProcessReadings().families
    }

    private func requestFamilies(_ meters: [LoopMeter]) -> [MetricFamily] {
        let sums = sums()
        var requests = MetricFamily(
            "http_requests", .counter, "Requests that were answered, by route, method and class of status.")
        var durations = MetricFamily(
            "http_request_duration_seconds", .histogram, "From a request's last header byte to its answer's last byte.")
        var received = MetricFamily("http_request_body_bytes", .counter, "Bytes of requests' bodies.")
        var sent = MetricFamily("http_response_body_bytes", .counter, "Bytes of answers' bodies.")
        typealias Word = LoopMeter.Word
        for (index, label) in series.labels.enumerated() {
            let words = sums[(index * Word.count)..<((index + 1) * Word.count)]
            let base = words.startIndex
            let buckets = Array(words[(base + Word.buckets)..<(base + Word.nanoseconds)])
            guard buckets.contains(where: { $0 > 0 }) else { continue }
            for status in 0..<5 where words[base + status] > 0 {
                requests.add(
                    words[base + status], ["route": label.route, "method": label.method, "status": "\(status + 1)xx"])
            }
            durations.add(
                durations: buckets, sum: Double(words[base + Word.nanoseconds]) / 1e9,
                ["route": label.route, "method": label.method])
            received.add(words[base + Word.received], ["route": label.route, "method": label.method])
            sent.add(words[base + Word.sent], ["route": label.route, "method": label.method])
        }
        let folded = meters.reduce(0) { $0 + $1.folded.load(ordering: .relaxed) }
        return [
            requests, durations, received, sent,
            MetricFamily("http_requests_in_flight", .gauge, "Requests that have begun and not ended.", underWay),
            MetricFamily(
                "metrics_folded_routes", .gauge, "Routes beyond metrics.routes, which are counted as one.",
                series.foldedRoutes),
            MetricFamily(
                "metrics_folded_requests", .counter, "Requests counted under 'other' because of metrics.routes.", folded
            ),
        ]
    }

    private func connectionFamilies(_ gate: ConnectionGate, _ meters: [LoopMeter]) -> [MetricFamily] {
        let counts = gate.counts
        var refused = MetricFamily("http_connections_refused", .counter, "Connections turned away at a limit.")
        refused.add(counts.tooMany, ["reason": "connections"])
        refused.add(counts.tooManyOfAddress, ["reason": "connectionsPerIP"])
        return [
            MetricFamily(
                "http_connections_open", .gauge, "Connections that are open, WebSockets left out.", counts.open),
            MetricFamily("http_connections_accepted", .counter, "Connections that were let in.", counts.accepted),
            refused,
            MetricFamily(
                "http_received_bytes", .counter, "Bytes that came in over HTTP connections.",
                meters.reduce(0) { $0 + $1.received.load(ordering: .relaxed) }),
            MetricFamily(
                "http_sent_bytes", .counter, "Bytes that went out over HTTP connections.",
                meters.reduce(0) { $0 + $1.sent.load(ordering: .relaxed) }),
        ]
    }

    private func lagFamilies(_ meters: [LoopMeter], _ hubs: [any AnyHub]) -> [MetricFamily] {
        var lag = MetricFamily(
            "event_loop_lag_seconds", .gauge, "How late an event loop does what it should have done by now.")
        for (name, lags) in Self.lags(meters, hubs) {
            guard let nanoseconds = lags.current() else { continue }
            lag.add(Double(nanoseconds) / 1e9, ["loop": name])
        }
        return [lag]
    }

    /// Every loop's lag, by its name; a loop that several hubs share comes once.
    private static func lags(_ meters: [LoopMeter], _ hubs: [any AnyHub]) -> [(String, LoopLag)] {
        var loops: [ObjectIdentifier: HubLoop] = [:]
        for case let hub as any LoopedHub in hubs {
            for loop in hub.loops { loops[ObjectIdentifier(loop)] = loop }
        }
        return meters.map { ($0.name, $0.lag) }
            + loops.values.sorted { $0.index < $1.index }.map { ("hub-\($0.index)", $0.lag) }
    }

    /// The worst lag of any loop since someone last asked, in seconds.
    func takeWorstLag() -> Double {
        let (meters, hubs) = parts.withLock { ($0.meters, $0.hubs) }
        return Double(Self.lags(meters, hubs).map { $0.1.takeWorst() }.max() ?? 0) / 1e9
    }
}
