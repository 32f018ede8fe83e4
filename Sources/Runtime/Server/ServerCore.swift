import Logging
import Synchronization

/// What all connections of a server share, from its start to its end.
final class ServerCore: Sendable {
    let logger: Logger
    let clock: ServerClock
    let gate: ConnectionGate
    let metrics: ServerMetrics
    let readiness: Readiness
    private let draining = Atomic(false)

    init(
        limits: LimitSettings, metrics: ServerMetrics, readiness: Readiness, logger: Logger, clock: ServerClock
    ) {
        self.metrics = metrics
        self.readiness = readiness
        self.logger = logger
        self.clock = clock
        gate = ConnectionGate(limit: limits.connections, limitPerIP: limits.connectionsPerIP)
    }

    /// Whether the server is stopping: each connection ends with its present request.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func startDraining() { draining.store(true, ordering: .relaxed) }
}
