package import Logging
import Synchronization

/// Sets up swift-log for a service's process.
package enum ServiceLogging {
    private static let isStarted = Guarded(false)
    /// The level of every logger of the process; it can be changed while the service runs.
    package static let level = LogLevel(.info)

    /// Gives every `Logger` of the process the service's handler, and makes the service's own.
    package static func start(_ service: String, _ settings: LogSettings) -> Logger {
        level.set(settings.level.level)
        let format = settings.format
        let make: @Sendable (String, Logger.MetadataProvider?) -> any LogHandler = { label, provider in
            ServiceLogHandler(
                label: label, level: level, format: format, output: .standardError, metadataProvider: provider)
        }
        let isFirst = isStarted.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        // swift-log can be set up once.
        if isFirst { LoggingSystem.bootstrap(make, metadataProvider: nil) }
        return Logger(label: service) { make($0, nil) }
    }
}

extension LogThreshold {
    /// The level as swift-log knows it.
    package var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
