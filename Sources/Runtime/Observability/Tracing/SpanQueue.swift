import Logging
import Synchronization

/// Spans on their way to an exporter: gathered in memory, handed over every second, or sooner by 512.
///
/// It holds at most 4,096 (`chain.traceQueue`); what comes while it is full is dropped and counted.
final class SpanQueue: Sendable {
    static let batch = 512
    /// How long a stopping service lets the exporter take the last ones.
    static let patience = Duration.seconds(5)

    private struct Waiting {
        var spans: [RequestSpan] = []
        var isEnding = false
        /// The pause until the next batch.
        var pause: Task<Void, Never>?
    }

    private let exporter: any SpanExporter
    private let limit: Int
    private let interval: Duration
    private let logger: Logger
    private let waiting = Guarded(Waiting())
    private let dropped = Atomic<UInt64>(0)
    private let exported = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - limit: how many spans may wait.
    ///   - interval: how long the first of a batch may.
    init(_ exporter: any SpanExporter, limit: Int, interval: Duration = .seconds(1), logger: Logger) {
        self.exporter = exporter
        self.limit = limit
        self.interval = interval
        self.logger = logger
    }

    /// Takes a span, if there is room.
    func add(_ span: @autoclosure () -> RequestSpan) {
        let span = span()
        let (isTaken, pause) = waiting.withLock { waiting -> (Bool, Task<Void, Never>?) in
            guard waiting.spans.count < limit, !waiting.isEnding else { return (false, nil) }
            waiting.spans.append(span)
            return (true, waiting.spans.count == Self.batch ? waiting.pause : nil)
        }
        if !isTaken { dropped.wrappingAdd(1, ordering: .relaxed) }
        // A whole batch need not wait.
        pause?.cancel()
    }

    /// Hands spans over until `finish`, then the last ones.
    func run() async {
        var complained: ContinuousClock.Instant?
        while true {
            let isLast = await gather()
            while let batch = takeBatch() {
                do {
                    try await exporter.export(batch)
                    exported.wrappingAdd(UInt64(batch.count), ordering: .relaxed)
                } catch {
                    dropped.wrappingAdd(UInt64(batch.count), ordering: .relaxed)
                    let now = ContinuousClock.now
                    if complained.map({ now - $0 > .seconds(60) }) ?? true {
                        complained = now
                        logger.warning(
                            "spans could not be exported",
                            metadata: ["spans": "\(batch.count)", "error": "\(String(reflecting: error))"])
                    }
                }
            }
            if isLast { return }
        }
    }

    /// Waits for more spans; true if no more will come.
    private func gather() async -> Bool {
        let pause = waiting.withLock { waiting -> Task<Void, Never>? in
            guard !waiting.isEnding else { return nil }
            let interval = waiting.spans.count < Self.batch ? interval : .zero
            let pause = Task { _ = try? await Task.sleep(for: interval) }
            waiting.pause = pause
            return pause
        }
        guard let pause else { return true }
        await pause.value
        return false
    }

    /// Takes no more spans, and waits until the exporter has the last ones, at most `patience`.
    func finish(_ running: Task<Void, Never>) async {
        let pause = waiting.withLock { waiting in
            waiting.isEnding = true
            return waiting.pause
        }
        pause?.cancel()
        _ = await Patience.wait(atMost: Self.patience) { done in
            Task {
                await running.value
                done()
            }
        }
        running.cancel()
    }

    private func takeBatch() -> [RequestSpan]? {
        waiting.withLock { waiting in
            guard !waiting.spans.isEmpty else { return nil }
            let batch = Array(waiting.spans.prefix(Self.batch))
            waiting.spans.removeFirst(batch.count)
            return batch
        }
    }
}

extension SpanQueue: MetricSource {
    var families: [MetricFamily] {
        [
            MetricFamily(
                "trace_spans_exported", .counter, "Spans that the exporter took.",
                Int(clamping: exported.load(ordering: .relaxed))),
            MetricFamily(
                "trace_spans_dropped", .counter, "Spans that found no room, or that the exporter did not take.",
                Int(clamping: dropped.load(ordering: .relaxed))),
        ]
    }
}
