import CEpoll
import Logging

/// Lines about requests that have ended, and about WebSockets that have closed: never their query, body or credentials.
package final class AccessLog: Sendable {
    /// Where lines go.
    package enum Target: Sendable {
        /// The process's own log: lines are made in memory, and written by its thread.
        case writer(LogWriter, LogFormat, LogLevel, label: String)
        /// Whatever stands behind a logger.
        case logger(Logger)
    }

    private let target: Target

    package init(_ target: Target) { self.target = target }

    /// The part of a thread that logs a lot.
    func makeSection() -> LogWriter.Section? {
        if case .writer(let writer, _, _, _) = target { writer.makeSection() } else { nil }
    }

    /// Writes what is left of a part that nobody adds to any more.
    func remove(_ section: LogWriter.Section?) {
        if case .writer(let writer, _, _, _) = target, let section { writer.remove(section) }
    }

    /// Whether a line of a level would be seen by anyone.
    func takes(_ level: Logger.Level) -> Bool {
        switch target {
        case .writer(_, _, let threshold, let label): threshold.current(for: label) <= level
        case .logger(let logger): logger.logLevel <= level
        }
    }

    /// Logs an entry.
    func write(_ entry: AccessEntry, to section: LogWriter.Section?) {
        guard takes(entry.level) else { return }
        switch target {
        case .writer(let writer, let format, _, let label):
            let time = cepoll_realtime()
            (section ?? writer.common).append { entry.write(to: &$0, format, label: label, time: time) }
        case .logger(let logger):
            logger.log(level: entry.level, "\(entry.message)", metadata: entry.metadata)
        }
    }
}

extension AccessLog: MetricSource {
    package var families: [MetricFamily] {
        guard case .writer(let writer, _, _, _) = target else { return [] }
        return [
            MetricFamily(
                "log_dropped_lines", .counter, "Log lines that found no room in log.buffer.",
                Int(clamping: writer.droppedLines))
        ]
    }
}
