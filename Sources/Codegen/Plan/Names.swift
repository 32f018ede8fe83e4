import GatewaySpec

/// What everything of a spec is called in Swift.
final class Names: Sendable {
    /// The service's name as written: the product, and the name of its config file.
    let service: String
    /// What the names of generated types begin with; the module's name too.
    let prefix: String
    private let types: [String: String]
    private let declared: Set<String>

    init(_ spec: ServiceSpec) {
        service = spec.name.value
        prefix = SwiftName.type(spec.name.value)
        var types: [String: String] = [:]
        for type in spec.types {
            types[type.name.value] = type.swiftName?.value ?? SwiftName.type(type.name.value)
        }
        self.types = types
        var declared = Set(types.values)
        declared.formUnion(SwiftName.serviceTypes(service))
        for hub in spec.hubs { declared.formUnion(SwiftName.hubTypes(hub.name.value)) }
        for middleware in spec.middleware { declared.insert(SwiftName.middlewareProtocol(middleware.name.value)) }
        for case .handler(let name) in spec.routes.map(\.action) { declared.insert(SwiftName.type(name.value)) }
        self.declared = declared
    }

    /// The module of the package's executable.
    var module: String { prefix }
    /// The protocol that the user's service conforms to.
    var api: String { prefix + "API" }
    /// The user's service.
    var serviceType: String { prefix + "Service" }
    /// The settings it starts with.
    var config: String { prefix + "Config" }
    /// All its hubs.
    var hubs: String { prefix + "Hubs" }

    /// A type of the spec where it is declared.
    func declaredType(_ name: String) -> String { types[name] ?? SwiftName.type(name) }

    /// A type of the spec where it is used; qualified if the protocols of handlers and hubs have one of that name.
    func type(_ name: String) -> String {
        let type = declaredType(name)
        return Self.associatedTypes.contains(type) ? "\(module).\(type)" : type
    }

    /// What a name means inside of the user's service, handlers and hubs, whatever the spec calls so.
    static let associatedTypes: Set<String> = [
        "Client", "Config", "Handler", "Hubs", "Input", "Received", "Sent", "Service", "State",
    ]

    /// Whether the module can be named: no type, of the spec or of the runtime, has its name.
    var canQualify: Bool { !declared.contains(module) && !RuntimeTypes.names.contains(module) }

    /// A field or a parameter, without backticks.
    func member(_ field: Field) -> String { field.swiftName?.value ?? SwiftName.member(field.name.value) }

    /// A type of the runtime, qualified where one of the spec's hides it.
    func runtime(_ name: String) -> String { declared.contains(name) ? "GatewayRuntime.\(name)" : name }

    /// A type of the part that speaks TLS, qualified where one of the spec's hides it.
    func transport(_ name: String) -> String { declared.contains(name) ? "GatewayTLS.\(name)" : name }

    /// A macro of the testing library, qualified where one of the spec's types hides it.
    func testing(_ name: String) -> String { declared.contains(name) ? "Testing.\(name)" : name }

    /// A type of the standard library, qualified where one of the spec's hides it.
    func standard(_ name: String) -> String { declared.contains(name) ? "Swift.\(name)" : name }
}

/// What a handler is called.
struct HandlerNames {
    /// The function: `postMessage`.
    let function: String
    /// What its protocol and its input stand in: `PostMessage`.
    let space: String

    /// As the spec has it.
    let written: String

    init(_ name: String) {
        written = name
        function = SwiftName.member(name)
        space = SwiftName.type(name)
    }
}

/// What the parts of a hub are called.
struct HubNames {
    /// The property of the service's hubs: `chat`.
    let property: String
    /// The user's struct: `ChatHub`.
    let type: String

    init(_ name: String) {
        let member = SwiftName.member(name)
        // `all` is every service's list of hubs; the others mean something to Swift.
        property = ["all", "init", "self"].contains(member) ? member + "Hub" : member
        type = SwiftName.type(name) + "Hub"
    }

    /// What the struct conforms to.
    var handler: String { type + "Handler" }
    /// What a client comes with.
    var input: String { type + "Input" }
    /// A client.
    var client: String { String(type.dropLast(3)) + "Client" }
    /// The service's word for the struct.
    var associatedType: String { type + "Type" }
}
