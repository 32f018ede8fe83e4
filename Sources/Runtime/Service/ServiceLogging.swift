package import Logging
import Synchronization

/// Sets up swift-log for a service's process.
package enum ServiceLogging {
    private static let isStarted = Guarded(false)
    /// The level of every logger of the process; it can be changed while the service runs.
    package static let level = LogLevel(.info)

    /// Gives every `Logger` of the process the service's handler, and makes the service's own.
    ///
    /// - Parameter folder: the folder that `log.file` starts from; nil for a program that only prints something: then nothing but standard
    ///   error is written.
    /// - Throws: `ServerError` if the file can't be opened.
    package static func start(
        _ service: String, _ settings: LogSettings, folder: String? = nil
    ) throws(ServerError) -> ServiceLog {
        level.set(settings.level.level)
        let log = try ServiceLog(service, settings, level: level, folder: folder)
        let isFirst = isStarted.withLock { isStarted in
            defer { isStarted = true }
            return !isStarted
        }
        // swift-log can be set up once.
        if isFirst { LoggingSystem.bootstrap({ log.handler(label: $0, provider: $1) }, metadataProvider: nil) }
        return log
    }
}

/// A process's log: where lines go, and how they are written.
package final class ServiceLog: Sendable {
    /// The service's own logger.
    package let logger: Logger
    /// Lines about requests.
    let access: AccessLog
    let format: LogFormat
    /// Writes lines without holding up who logs them.
    let writer: LogWriter
    private let level: LogLevel
    private let output: LogOutput
    private let file: LogFile?

    fileprivate init(
        _ service: String, _ settings: LogSettings, level: LogLevel, folder: String?
    ) throws(ServerError) {
        var file: LogFile?
        if let folder, let path = settings.file {
            file = try LogFile(
                path: path.hasPrefix("/") ? path : "\(folder)/\(path)", maxSize: settings.maxSize, keep: settings.keep)
        }
        let format = settings.format
        let writer = try LogWriter(
            output: file.map { LogOutput(file: $0) } ?? .standardError, limit: settings.buffer
        ) { count in
            var lines = ""
            ServiceLogHandler(label: service, level: level, format: format, output: LogOutput { _ in })
                .write(.warning, "log lines were dropped: the log takes them too slowly", ["lines": "\(count)"]) {
                    lines += String(decoding: $0, as: UTF8.self)
                }
            return lines
        }
        let output = LogOutput(section: writer.common)
        self.file = file
        self.level = level
        self.format = format
        self.writer = writer
        self.output = output
        access = AccessLog(.writer(writer, format, level, label: service))
        logger = Logger(label: service) {
            ServiceLogHandler(label: $0, level: level, format: format, output: output)
        }
    }

    func handler(label: String, provider: Logger.MetadataProvider?) -> any LogHandler {
        ServiceLogHandler(label: label, level: level, format: format, output: output, metadataProvider: provider)
    }

    /// Writes what still waits in memory.
    package func flush() { writer.flush() }

    /// Opens the log file again, if there is one: it was renamed.
    package func reopen() { file?.reopen() }
}

extension LogThreshold {
    /// The level as swift-log knows it.
    package var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
