import Logging
import Synchronization

/// Says in the log what a server does, every `log.statistics`.
final class StatisticsReporter: Sendable {
    private let server: HTTPServer
    private let logger: Logger
    private let wake = Guarded<(@Sendable () -> Void)?>(nil)

    init(_ server: HTTPServer, logger: Logger) {
        self.server = server
        self.logger = logger
    }

    /// Reports until the task is cancelled.
    func run() async {
        var last = server.statistics()
        while !Task.isCancelled {
            let interval = server.settings.log.statistics
            let isChanged = await Patience.wait(atMost: interval ?? Self.never) { done in
                wake.withLock { $0 = done }
            }
            guard !Task.isCancelled, !isChanged, interval != nil, logger.logLevel <= .info else { continue }
            let now = server.statistics()
            if let line = StatisticsLine(from: last, to: now) { logger.info("statistics", metadata: line.metadata) }
            last = now
        }
    }

    /// The setting is another.
    func settingChanged() { wake.withLock { $0 }?() }

    /// While it is off, nobody waits for anything but a change.
    private static let never = Duration.seconds(86_400 * 365)
}
