package import Logging

/// Serves until a signal asks to stop; generated services and the gateway run like this.
package struct ServerRun: Sendable {
    private let server: HTTPServer
    private let logger: Logger
    private let format: LogFormat

    package init(server: HTTPServer, logger: Logger, format: LogFormat) {
        self.server = server
        self.logger = logger
        self.format = format
    }

    /// Starts the server, says where it listens, waits for SIGTERM or SIGINT, and stops it.
    ///
    /// - Throws: `ServerError` if it can't listen.
    package func untilSignal() async throws {
        ProcessSetup.ignoreBrokenPipes()
        let files = ProcessSetup.raiseFileLimit()
        let signals = StopSignals()
        let address = try await server.start()
        // A text line says it in its message; a machine wants it apart.
        logger.info("listening on \(address.url)", metadata: format == .json ? ["address": "\(address.url)"] : [:])
        logger.debug("files that may be open", metadata: ["limit": .stringConvertible(files)])
        let name = await signals.wait()
        logger.info("\(name): stopping")
        await server.shutdown()
        logger.info("stopped")
    }
}
