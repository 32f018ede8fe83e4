/// What generated code says of a service: its settings, its hubs, its routes.
public protocol ServiceAPI: Sendable {
    /// The settings that the service is made with.
    associatedtype Config: ServiceConfig
    /// The service's hubs.
    associatedtype Hubs: ServiceHubs

    /// The service's name and version.
    static var descriptor: ServiceDescriptor { get }
    /// The ways to authenticate that the spec declares (default: none).
    static var authSchemes: [AuthScheme] { get }
    /// What the service speaks besides plain HTTP/1.1 (default: nothing).
    static var transports: [ServiceTransport] { get }
    /// The hubs that the service was made with.
    var hubs: Hubs { get }
    /// What answers where no route does, and what becomes of errors (default: problem documents).
    var hooks: ServiceHooks { get }
    /// Declares every route.
    func register(on routes: inout Routes)
}

extension ServiceAPI {
    /// None.
    public static var authSchemes: [AuthScheme] { [] }
    /// Nothing.
    public static var transports: [ServiceTransport] { [] }
    /// Problem documents.
    public var hooks: ServiceHooks { ServiceHooks() }
}

/// The settings that a service is made with.
public protocol ServiceConfig: Sendable {
    /// Keeps the settings.
    init(settings: ServiceSettings)
}

/// The hubs of a service, ready before the service itself is made.
public protocol ServiceHubs: Sendable {
    /// Makes the hubs.
    init(_ settings: ServiceSettings)
    /// All of them.
    var all: [any AnyHub] { get }
}

/// What a service is called.
public struct ServiceDescriptor: Hashable, Sendable {
    /// The name in the spec; config file, environment variables and executable bear it.
    public let name: String
    /// The name for people.
    public let title: String
    /// The version of the API.
    public let version: String

    /// Says what a service is called.
    public init(name: String, title: String, version: String) {
        self.name = name
        self.title = title
        self.version = version
    }
}
