import GatewayHTTP2
import GatewayRuntime
public import GatewaySpec
import GatewayTLS

/// The gateway as a program: a spec, served with the flags, the environment and the config file of any service.
public struct GatewayProgram: Sendable {
    private let spec: ServiceSpec
    private let folder: String

    /// Serves a checked spec.
    ///
    /// - Parameter folder: the spec's folder; static files lie there, and `etc/<service>.yaml` if there is one.
    public init(spec: ServiceSpec, folder: String) {
        self.spec = spec
        self.folder = folder
    }

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Parameter flags: `--host`, `--port`, `--config`, `--log-level` and the rest.
    /// - Returns: the exit status: 0 after a clean stop, 1 for a bad config or a taken address, 64 for a bad flag.
    public func run(_ flags: [String]) async -> Int32 {
        let spec = spec
        let program = ServiceProgram(
            descriptor: GatewayService(spec).descriptor, schemes: AuthLowering(spec).schemes,
            transports: [.tls, .http2], arguments: flags, root: folder)
        return await program.run { settings in
            let service = GatewayService(spec, settings: settings)
            return { ServiceParts(hubs: service.hubs) { service.register(on: &$0) } }
        }
    }
}
