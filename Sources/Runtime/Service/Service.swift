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
        let status = await ServiceProgram(descriptor: type.descriptor).run { settings in
            let hubs = API.Hubs(settings)
            let make: @Sendable () async throws -> ServiceParts = {
                let service = try await make(API.Config(settings: settings), hubs)
                return ServiceParts(hubs: hubs.all) { service.register(on: &$0) }
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
    var arguments = Array(CommandLine.arguments.dropFirst())
    var environment: @Sendable (String) -> String? = { getenv($0).map { String(cString: $0) } }
    /// The folder that relative paths start from, where it is not the config file's (default).
    var root: String?

    /// Makes the hubs for the settings first, so that the settings of hubs are checked, then all the rest.
    package typealias Make = @Sendable (ServiceSettings) throws -> @Sendable () async throws -> ServiceParts

    init(descriptor: ServiceDescriptor) { self.descriptor = descriptor }

    /// A program with a command line and a folder of its own.
    package init(descriptor: ServiceDescriptor, arguments: [String], root: String) {
        self.descriptor = descriptor
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
        do {
            let (settings, root) = try load(flags, file)
            return try await serve(make, flags.action, settings, self.root ?? root)
        } catch {
            Console.error(Self.describe(error))
            return error is FlagFailure ? 64 : 1
        }
    }

    /// The settings, and the folder that relative paths start from.
    private func load(_ flags: CommandLineFlags, _ file: ConfigFile) throws -> (ServiceSettings, root: String) {
        var loader = SettingsLoader(service: descriptor.name, environment: environment)
        var root = "."
        switch file.read() {
        case .bytes(let bytes):
            loader.read(file: bytes, path: file.path)
            root = file.serviceRoot
        case .absent: break
        case .finding(let finding): loader.note(finding)
        }
        loader.readEnvironment()
        let clean = loader.findings.isEmpty
        loader.read(flags: flags.settings)
        do throws(SettingsFailure) {
            return (try loader.finish(), root)
        } catch {
            throw clean ? FlagFailure(findings: error) as any Error : error
        }
    }

    private func serve(
        _ make: Make, _ action: CommandLineFlags.Action, _ settings: ServiceSettings, _ root: String
    ) async throws -> CInt {
        // Before the hubs are made: they log too.
        let logger = ServiceLogging.start(descriptor.name, settings.log)
        let makeParts = try make(settings)
        let findings = settings.hubs.findings()
        guard findings.isEmpty else { throw SettingsFailure(findings: findings) }
        if action == .printConfig {
            Console.print(SettingsPrinter(descriptor.name, settings).text)
            return 0
        }
        let parts = try await makeParts()
        var routes = Routes(root: root)
        parts.register(&routes)
        if action == .printRoutes {
            Console.print(RoutesPrinter.text(routes))
            return 0
        }
        let server = try HTTPServer(routes: routes, hubs: parts.hubs, settings: settings, logger: logger)
        try await ServerRun(server: server, logger: logger, format: settings.log.format).untilSignal()
        return 0
    }

    private static func describe(_ error: any Error) -> String {
        switch error {
        case let error as SettingsFailure: error.description
        case let error as FlagFailure: error.findings.description
        case let error as SettingError: error.description
        case let error as ServerError: "error: \(error.message)"
        case let error as RouteError: "error: \(error.description)"
        default: "error: the service could not be made: \(LogText.singleLine(String(describing: error)))"
        }
    }

    /// Bad values that only flags gave: the command line is wrong, not the configuration.
    private struct FlagFailure: Error {
        let findings: SettingsFailure
    }
}
