import Logging
import Synchronization

/// Reads a service's config again while it runs, and has what changed take effect: all of it, or nothing.
package actor ConfigReloader {
    private let reading: SettingsReading
    private let schemes: [AuthScheme]
    private let server: HTTPServer
    private let hubs: [any AnyHub]
    private let level: LogLevel
    private let statistics: StatisticsReporter?
    private let root: String
    private let logger: Logger
    private var authentication: Authentication
    private let metrics = ReloadMetrics()

    /// - Parameters:
    ///   - server: it has the settings in force.
    ///   - root: the folder that relative paths start from.
    init(
        _ reading: SettingsReading, schemes: [AuthScheme], authentication: Authentication, server: HTTPServer,
        hubs: [any AnyHub], level: LogLevel, statistics: StatisticsReporter? = nil, root: String, logger: Logger
    ) {
        self.reading = reading
        self.schemes = schemes
        self.authentication = authentication
        self.server = server
        self.hubs = hubs
        self.level = level
        self.statistics = statistics
        self.root = root
        self.logger = logger
        server.metrics.add(metrics)
    }

    /// Reads the config again. What it changes holds on every event loop when this returns.
    ///
    /// - Parameter cause: who asked for it, for the log.
    /// - Returns: nil while the server starts or stops: then nothing is read.
    package func reload(_ cause: String) async -> ReloadOutcome? {
        guard server.readiness.state == .ready else {
            logger.notice("\(cause): the config is not read while the service starts or stops")
            return nil
        }
        let outcome: ReloadOutcome
        do throws(SettingsFailure) {
            let (change, taking) = try take()
            if let taking { await taking.takesEffect() }
            outcome =
                change.live.isEmpty
                ? .unchanged(restart: change.restart) : .applied(change.live, restart: change.restart)
        } catch {
            outcome = .refused(error.findings)
        }
        metrics.note(outcome)
        say(outcome, cause)
        return outcome
    }

    /// Reads everything, and has what changed take effect if nothing is wrong.
    private func take() throws(SettingsFailure) -> (SettingsChange, RulesChange?) {
        let old = server.settings
        let loader = reading.read().loader
        let read = loader.settings
        for hub in old.hubs.asked { _ = read.hubs.apply(to: hub.declared, of: hub.name, former: old.hubs) }
        let new = try loader.finish(read.hubs.findings() + read.auth.resolve(schemes).findings)
        let change = SettingsChange(from: old, to: new, schemes: schemes)
        guard !change.live.isEmpty else { return (change, nil) }
        var authentication = authentication
        let taking: RulesChange
        do {
            if change.changesAuth {
                authentication = try Authentication(
                    schemes, settings: change.settings, root: root, logger: logger, clock: .system,
                    former: authentication)
            }
            taking = try server.change(to: change.settings, authentication: authentication)
        } catch {
            throw SettingsFailure(findings: ["\(error)"])
        }
        self.authentication = authentication
        if change.live.contains("log.level") { level.set(change.settings.log.level.level) }
        if change.live.contains("log.statistics") { statistics?.settingChanged() }
        for case let hub as any AttachableHub in hubs {
            if let settings = change.hubs[hub.name] { hub.change(to: settings) }
        }
        return (change, taking)
    }

    private func say(_ outcome: ReloadOutcome, _ cause: String) {
        switch outcome {
        case .unchanged(let restart):
            if restart.isEmpty { logger.info("\(cause): the config says nothing new") }
            warn(restart, cause)
        case .applied(let keys, let restart):
            logger.notice("\(cause): the config was read again", metadata: ["changed": "\(Self.list(keys))"])
            warn(restart, cause)
        case .refused(let findings):
            for finding in findings { logger.error("\(Self.line(finding))") }
            logger.error(
                "\(cause): the config is not taken, what held before holds on",
                metadata: ["findings": .stringConvertible(findings.count)])
        }
    }

    private func warn(_ keys: [String], _ cause: String) {
        guard !keys.isEmpty else { return }
        logger.warning("\(cause): some changes need a restart", metadata: ["keys": "\(Self.list(keys))"])
    }

    private static func list(_ keys: [String]) -> String { keys.joined(separator: ",") }

    /// A finding as one line of the log: what is wrong, then the remedy.
    private static func line(_ finding: String) -> String {
        finding.split(separator: "\n").map { StringRules.trimmed(String($0)) }.joined(separator: "; ")
    }
}
