public import GatewayDiagnostics

/// A checked spec: everything that a service declares, with imports merged and groups folded into their routes.
public struct ServiceSpec: Sendable {
    /// The service's name as written (`chat`, `user-api`).
    public var name: Spanned<String>
    /// What the service says about itself.
    public var info: ServiceInfo
    /// What a generated service speaks besides plain HTTP/1.1.
    public enum Transport: String, Sendable, CaseIterable {
        case tls, http2
    }

    /// What the service speaks besides plain HTTP/1.1, each once.
    public var transports: [Spanned<Transport>] = []
    /// What JSON answers and errors are wrapped in; nil for nothing.
    public var envelope: Envelope?
    /// Objects, enums, unions and aliases in the order of the file, imported ones first.
    public var types: [TypeDeclaration] {
        didSet { index() }
    }
    /// The ways to authenticate that routes may ask for.
    public var auth: [AuthScheme]
    /// The names of the middlewares that the user writes.
    public var middleware: [MiddlewareDeclaration]
    /// Every route in the order of the file; a group's prefix and policies are already in its routes.
    public var routes: [Route]
    /// The WebSocket hubs.
    public var hubs: [HubSpec]
    /// The servers that `proxy` routes forward to.
    public var upstreams: [UpstreamSpec]
    /// The file that the spec was loaded from.
    public var file: SourceFile

    private var positions: [String: Int] = [:]

    /// Puts a spec together.
    public init(
        name: Spanned<String>, info: ServiceInfo = ServiceInfo(), types: [TypeDeclaration] = [],
        auth: [AuthScheme] = [], middleware: [MiddlewareDeclaration] = [], routes: [Route] = [], hubs: [HubSpec] = [],
        upstreams: [UpstreamSpec] = [], file: SourceFile
    ) {
        self.name = name
        self.info = info
        self.types = types
        self.auth = auth
        self.middleware = middleware
        self.routes = routes
        self.hubs = hubs
        self.upstreams = upstreams
        self.file = file
        index()
    }

    /// The declaration of that name, if the spec has one.
    public func type(named name: String) -> TypeDeclaration? {
        positions[name].map { types[$0] }
    }

    /// The hub of that name, if the spec has one.
    public func hub(named name: String) -> HubSpec? {
        hubs.first { $0.name.value == name }
    }

    private mutating func index() {
        positions = [:]
        for (position, type) in types.enumerated() where positions[type.name.value] == nil {
            positions[type.name.value] = position
        }
    }
}

/// What a service says about itself in `info`.
public struct ServiceInfo: Sendable {
    /// A name for people.
    public var title: String?
    /// The version of the service's interface, as written.
    public var version: String?
    /// What the service is for.
    public var description: String?

    /// Makes the text that describes a service; every part may be missing.
    public init(title: String? = nil, version: String? = nil, description: String? = nil) {
        self.title = title
        self.version = version
        self.description = description
    }
}

/// A middleware's name and place; the user writes what it does.
public struct MiddlewareDeclaration: Sendable {
    /// The name that `use` refers to.
    public var name: Spanned<String>
    /// What it is for.
    public var doc: String?
    /// Whether it stands before `auth` and sees requests of people nobody knows, too.
    public var isBeforeAuth: Bool
    /// Whether it is written as a mapping.
    var isLong = false

    /// Declares a middleware.
    public init(name: Spanned<String>, doc: String? = nil, isBeforeAuth: Bool = false) {
        self.name = name
        self.doc = doc
        self.isBeforeAuth = isBeforeAuth
    }
}
