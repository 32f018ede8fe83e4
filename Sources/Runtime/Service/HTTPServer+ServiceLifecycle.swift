public import ServiceLifecycle

/// Lets a server stand in a `ServiceGroup` of swift-service-lifecycle.
extension HTTPServer: ServiceLifecycle.Service {
    /// Serves until the group shuts down gracefully, or the task is cancelled.
    ///
    /// - Throws: `ServerError` if the address can't be listened on.
    public func run() async throws {
        let address = try await start()
        logger.info("listening on \(address.url)")
        try? await gracefulShutdown()
        await shutdown()
    }
}
