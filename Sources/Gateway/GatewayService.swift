public import GatewayRuntime
public import GatewaySpec

/// The declarative part of a spec, ready to be served: its hubs, static files, redirects and fixed answers.
///
/// What needs code (`handler`, and routes with a middleware) answers 501 and says so.
public struct GatewayService: Sendable {
    /// The spec that is served.
    public let spec: ServiceSpec
    private let lowered: [String: LoweredHub]
    private let order: [LoweredHub]

    /// Prepares a checked spec.
    ///
    /// - Parameter settings: what the config says; it overrides the spec's hub settings.
    public init(_ spec: ServiceSpec, settings: ServiceSettings = ServiceSettings()) {
        self.spec = spec
        order = spec.hubs.map { LoweredHub($0, of: spec, settings: settings.hub) }
        lowered = Dictionary(zip(spec.hubs.map(\.name.value), order)) { first, _ in first }
    }

    /// The hubs of the spec, in its order.
    public var hubs: [any AnyHub] { order.map(\.hub) }

    /// What the service says of itself.
    public var descriptor: ServiceDescriptor {
        ServiceDescriptor(
            name: spec.name.value, title: spec.info.title ?? spec.name.value, version: spec.info.version ?? "0.0.0")
    }

    /// The ways to authenticate that routes ask for; the routes need them made ready (`Authentication`).
    public var authSchemes: [GatewayRuntime.AuthScheme] { AuthLowering(spec).schemes }

    /// Declares every route of the spec, in its order.
    public func register(on routes: inout Routes) {
        routes.envelope = spec.envelope.map { GatewayRuntime.Envelope($0) }
        RouteLowering(spec, hubs: lowered).register(on: &routes)
    }

    /// Declares every route with neither auth nor policies: enough to say which of them answers.
    func registerOpen(on routes: inout Routes) {
        RouteLowering(spec, hubs: lowered, isOpen: true).register(on: &routes)
    }
}
