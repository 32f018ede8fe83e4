import Logging

/// A small server beside the service's own: for operators, on loopback unless they say otherwise. It has a thread of its
/// own, so that it answers when the service's loops are stuck.
package struct AdminListener: Sendable {
    let server: HTTPServer
    private let host: String

    /// Makes the listener; nil if the settings ask for none.
    ///
    /// - Throws: `RouteError`, never for routes of the service.
    init?(
        _ settings: ServiceSettings, for server: HTTPServer, logger: Logger, level: LogLevel,
        reloader: ConfigReloader? = nil, routes: @escaping @Sendable () -> String,
        config: @escaping @Sendable () -> String
    ) throws(RouteError) {
        let isUnix = settings.admin.host.hasPrefix("unix:")
        guard settings.admin.port != nil || isUnix else { return nil }
        var own = ServiceSettings()
        own.host = settings.admin.host
        own.port = settings.admin.port ?? 0
        own.threads = 1
        own.limits.connections = Self.connections
        own.log.access = .none
        own.metrics = MetricsSettings()
        own.metrics.requests = false
        own.metrics.loopLag = nil
        own.timeouts.drain = .seconds(1)
        var admin = Routes()
        AdminRoutes(server: server, level: level, reloader: reloader, routes: routes, config: config)
            .register(on: &admin, behind: AdminGuard(host: settings.admin.host))
        self.server = try HTTPServer(routes: admin, settings: own, logger: logger)
        host = settings.admin.host
    }

    /// The most connections that it takes.
    private static let connections = 256

    /// What an operator should know of the address; nil if there is nothing to say.
    var warning: String? {
        AdminGuard(host: host).isLocal || host.hasPrefix("unix:")
            ? nil : "the admin listener asks nobody who they are: keep \(host) away from the outside"
    }
}
