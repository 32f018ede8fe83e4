import Synchronization

/// How often the config was read again, and whether it was taken.
final class ReloadMetrics: MetricSource {
    private struct State {
        var counts: [String: Int] = [:]
        var isGood = true
        var lastSuccess: Double
    }

    private let state: Guarded<State>
    private let clock: WallClock

    /// The config that the service starts with counts as taken now.
    init(clock: WallClock = .system) {
        self.clock = clock
        state = Guarded(State(lastSuccess: clock.now()))
    }

    func note(_ outcome: ReloadOutcome) {
        let now = clock.now()
        state.withLock { state in
            state.counts[outcome.name, default: 0] += 1
            if case .refused = outcome {
                state.isGood = false
            } else {
                state.isGood = true
                state.lastSuccess = now
            }
        }
    }

    var families: [MetricFamily] {
        let state = state.withLock { $0 }
        var reloads = MetricFamily(
            "config_reloads", .counter, "Times that the config was read again, by what became of it.")
        for name in ["applied", "refused", "unchanged"] { reloads.add(state.counts[name] ?? 0, ["result": name]) }
        var time = MetricFamily(
            "config_last_reload_success_timestamp_seconds", .gauge,
            "When a config was last taken, in seconds since 1970; at first when the service started.")
        time.add(state.lastSuccess)
        return [
            reloads,
            MetricFamily(
                "config_last_reload_success", .gauge, "Whether the config that was read last was taken.",
                state.isGood ? 1 : 0),
            time,
        ]
    }
}
