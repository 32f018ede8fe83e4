import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs a service as a program.
public enum Service {
    /// Reads flags, environment and config file, makes the service, and serves until SIGTERM or SIGINT.
    ///
    /// It returns after a clean stop. Otherwise it ends the process with a diagnostic: 1 for a bad config, an address that
    /// is taken or a service that can't be made, 64 for a command line that can't be understood.
    ///
    /// - Parameter make: makes the service of its config and hubs; what it throws is shown, and ends the process with 1.
    public static func run<API: ServiceAPI>(
        _ type: API.Type, _ make: @escaping @Sendable (API.Config, API.Hubs) async throws -> API
    ) async {
        let status = await ServiceProgram(
            descriptor: type.descriptor, schemes: type.authSchemes, transports: type.transports
        ).run { settings in
            let hubs = API.Hubs(settings)
            let make: @Sendable () async throws -> ServiceParts = {
                let service = try await make(API.Config(settings: settings), hubs)
                return ServiceParts(hubs: hubs.all) { routes in
                    routes.hooks = service.hooks
                    service.register(on: &routes)
                }
            }
            return make
        }
        if status != 0 { exit(status) }
    }
}

/// What a program serves.
package struct ServiceParts: Sendable {
    package let hubs: [any AnyHub]
    package let register: @Sendable (inout Routes) -> Void

    package init(hubs: [any AnyHub], register: @escaping @Sendable (inout Routes) -> Void) {
        self.hubs = hubs
        self.register = register
    }
}

/// One run of a service's program.
package struct ServiceProgram: Sendable {
    let descriptor: ServiceDescriptor
    var schemes: [AuthScheme] = []
    var transports: [ServiceTransport] = []
    var arguments = Array(CommandLine.arguments.dropFirst())
    var environment: @Sendable (String) -> String? = { getenv($0).map { String(cString: $0) } }
    /// The folder that relative paths start from, where it is not the config file's (default).
    var root: String?

    /// Makes the hubs for the settings first, so that the settings of hubs are checked, then all the rest.
    package typealias Make = @Sendable (ServiceSettings) throws -> @Sendable () async throws -> ServiceParts

    init(descriptor: ServiceDescriptor, schemes: [AuthScheme] = [], transports: [ServiceTransport] = []) {
        self.descriptor = descriptor
        self.schemes = schemes
        self.transports = transports
    }

    /// A program with a command line and a folder of its own.
    package init(
        descriptor: ServiceDescriptor, schemes: [AuthScheme] = [], transports: [ServiceTransport] = [],
        arguments: [String], root: String
    ) {
        self.descriptor = descriptor
        self.schemes = schemes
        self.transports = transports
        self.arguments = arguments
        self.root = root
    }

    /// - Returns: the exit status.
    package func run(_ make: Make) async -> CInt {
        let flags: CommandLineFlags
        do throws(UsageError) {
            flags = try CommandLineFlags(arguments)
        } catch {
            Console.error("error: \(error)\n help: \(descriptor.name) --help lists the flags")
            return 64
        }
        switch flags.action {
        case .help:
            Console.print(CommandLineFlags.help(descriptor))
            return 0
        case .version:
            Console.print("\(descriptor.name) \(descriptor.version)\n")
            return 0
        case .serve, .printConfig, .printRoutes: break
        }
        let file = ConfigFile(path: flags.config ?? "etc/\(descriptor.name).yaml", isNamed: flags.config != nil)
        let reading = SettingsReading(
            service: descriptor.name, file: file, flags: flags.settings, environment: environment)
        do {
            let read = reading.read()
            let loader = read.loader
            let settings = loader.settings
            // Before the hubs are made: they log too.
            let logger = ServiceLogging.start(descriptor.name, settings.log)
            // Which hubs there are is known when they are made; so that all findings come at once, they are made of
            // settings with findings too.
            let makeParts = try make(settings)
            do throws(SettingsFailure) {
                _ = try loader.finish(settings.hubs.findings() + settings.auth.resolve(schemes).findings)
            } catch {
                Console.error(error.description)
                return read.isFlagsFault && !loader.findings.isEmpty ? 64 : 1
            }
            try await serve(makeParts, flags.action, settings, reading, self.root ?? read.root, logger)
            return 0
        } catch {
            Console.error(Self.describe(error))
            return 1
        }
    }

    private func serve(
        _ makeParts: @Sendable () async throws -> ServiceParts, _ action: CommandLineFlags.Action,
        _ settings: ServiceSettings, _ reading: SettingsReading, _ root: String, _ logger: Logger
    ) async throws {
        if action == .printConfig {
            return Console.print(SettingsPrinter(descriptor.name, settings, schemes: schemes).text)
        }
        // Who only wants to see the routes needs no keys.
        let authentication =
            action == .printRoutes
            ? Authentication() : try Authentication(schemes, settings: settings, root: root, logger: logger)
        let parts = try await makeParts()
        var routes = Routes(root: root, authentication: authentication)
        routes.forms = settings.forms
        routes.input = InputLimits(settings)
        routes.chain = settings.chain
        parts.register(&routes)
        if settings.admin.publicHealth { routes.health() }
        if action == .printRoutes { return Console.print(RoutesPrinter.text(routes)) }
        let server = try HTTPServer(
            routes: routes, hubs: parts.hubs, settings: settings, transports: transports, logger: logger)
        let listing = RoutesPrinter.text(routes)
        let name = descriptor.name
        let schemes = schemes
        let statistics = StatisticsReporter(server, logger: logger)
        let reloader = ConfigReloader(
            reading, schemes: schemes, authentication: authentication, server: server, hubs: parts.hubs,
            level: ServiceLogging.level, statistics: statistics, root: root, logger: logger)
        let admin = try AdminListener(
            settings, for: server, logger: logger, level: ServiceLogging.level, reloader: reloader,
            routes: { listing }, config: { SettingsPrinter(name, server.settings, schemes: schemes).text })
        try await ServerRun(
            server: server, admin: admin, reloader: reloader, statistics: statistics, logger: logger,
            format: settings.log.format
        ).untilSignal()
    }

    private static func describe(_ error: any Error) -> String {
        switch error {
        case let error as SettingError: error.description
        case let error as ServerError: "error: \(error.message)"
        case let error as RouteError: "error: \(error.description)"
        default: "error: the service could not be made: \(LogText.singleLine(String(describing: error)))"
        }
    }
}
