package import Logging
import Synchronization

/// The service's log level, which can be changed while it runs.
package final class LogLevel: Sendable {
    private let index: Atomic<Int>

    /// Starts with a level.
    package init(_ level: Logger.Level) {
        index = Atomic(Self.position(of: level))
    }

    /// The level now.
    package var current: Logger.Level {
        Logger.Level.allCases[index.load(ordering: .relaxed)]
    }

    /// Sets the level of every logger that has none of its own.
    package func set(_ level: Logger.Level) {
        index.store(Self.position(of: level), ordering: .relaxed)
    }

    private static func position(of level: Logger.Level) -> Int {
        Logger.Level.allCases.firstIndex(of: level) ?? 0
    }
}
