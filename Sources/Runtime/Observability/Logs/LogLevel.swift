package import Logging
import Synchronization

/// The service's log level, which can be changed while it runs.
package final class LogLevel: Sendable {
    private let index: Atomic<Int>
    /// Whether any logger has a level of its own, so that the others needn't look.
    private let hasOwn = Atomic(false)
    private let ownLevels = Guarded<[String: Logger.Level]>([:])

    /// The most loggers that can have levels of their own.
    package static let ownLimit = 100

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

    /// The level of a logger: its own, or that of all.
    package func current(for label: String) -> Logger.Level {
        guard hasOwn.load(ordering: .relaxed) else { return current }
        return ownLevels.withLock { $0[label] } ?? current
    }

    /// Gives the loggers of a label a level of their own, or takes it back.
    ///
    /// - Returns: false if too many have one.
    package func set(_ level: Logger.Level?, for label: String) -> Bool {
        ownLevels.withLock { levels in
            guard level == nil || levels[label] != nil || levels.count < Self.ownLimit else { return false }
            levels[label] = level
            hasOwn.store(!levels.isEmpty, ordering: .relaxed)
            return true
        }
    }

    /// The loggers that have levels of their own.
    package var own: [String: Logger.Level] { ownLevels.withLock { $0 } }

    private static func position(of level: Logger.Level) -> Int {
        Logger.Level.allCases.firstIndex(of: level) ?? 0
    }
}
