import Logging

/// Serves until a signal asks to stop; generated services and the gateway run like this.
package struct ServerRun: Sendable {
    private let server: HTTPServer
    private let admin: AdminListener?
    private let reloader: ConfigReloader?
    private let statistics: StatisticsReporter?
    private let logger: Logger
    private let format: LogFormat

    init(
        server: HTTPServer, admin: AdminListener? = nil, reloader: ConfigReloader? = nil,
        statistics: StatisticsReporter? = nil, logger: Logger, format: LogFormat
    ) {
        self.server = server
        self.admin = admin
        self.reloader = reloader
        self.statistics = statistics
        self.logger = logger
        self.format = format
    }

    /// Starts the server, says where it listens, waits for SIGTERM or SIGINT, and stops it. SIGHUP has the config read again.
    ///
    /// The admin listener is there before the server and after it: whoever asks hears that the service starts, or stops.
    ///
    /// - Throws: `ServerError` if it can't listen.
    package func untilSignal() async throws {
        ProcessSetup.ignoreBrokenPipes()
        let files = ProcessSetup.raiseFileLimit()
        let signals = StopSignals()
        try await admin?.server.start()
        do {
            try await server.start()
        } catch {
            await admin?.server.shutdown(logger: nil)
            throw error
        }
        say()
        logger.debug("files that may be open", metadata: ["limit": .stringConvertible(files)])
        await withTaskGroup { group in
            group.addTask { await hearHangups(signals) }
            group.addTask { await statistics?.run() }
            let name = await signals.wait()
            logger.info("\(name): stopping")
            signals.endProcess(after: server.settings.longestStop)
            await server.shutdown()
            await admin?.server.shutdown(logger: nil)
            logger.info("stopped")
            group.cancelAll()
        }
    }

    /// Has the config read again for each SIGHUP; those that come meanwhile count as one.
    private func hearHangups(_ signals: StopSignals) async {
        for await _ in signals.hangups { _ = await reloader?.reload("SIGHUP") }
    }

    /// Says where the server listens, the main address first.
    private func say() {
        func say(_ what: String, _ address: ServerAddress) {
            // A text line says it in its message; a machine wants it apart.
            logger.info("\(what) \(address.url)", metadata: format == .json ? ["address": "\(address.url)"] : [:])
        }
        for (index, address) in server.addresses.enumerated() {
            say(index == 0 ? "listening on" : "also listening on", address)
        }
        for address in admin?.server.addresses ?? [] { say("admin listening on", address) }
        if let warning = admin?.warning { logger.warning("\(warning)") }
    }
}
