import GatewayRuntime
import GatewaySpec
import HTTPTypes

/// Makes the runtime's routes of a spec's.
struct RouteLowering {
    let spec: ServiceSpec
    let hubs: [String: LoweredHub]
    private let types: TypeLowering
    private let table: TypeTable
    private let isOpen: Bool

    /// - Parameter isOpen: leaves auth and policies away.
    init(_ spec: ServiceSpec, hubs: [String: LoweredHub], isOpen: Bool = false) {
        self.isOpen = isOpen
        self.spec = spec
        self.hubs = hubs
        types = TypeLowering(spec: spec)
        table = types.table
    }

    /// Declares every route of the spec.
    func register(on routes: inout Routes) {
        for route in spec.routes { register(route, on: &routes) }
    }

    private func register(_ route: GatewaySpec.Route, on routes: inout Routes) {
        guard let method = GatewayRuntime.RouteMethod(rawValue: route.method.rawValue) else { return }
        let pattern = route.path.text
        let options = isOpen ? RouteOptions() : RouteOptions(route)
        if let middleware = route.middleware.first {
            return refuse(method, pattern, "'\(middleware.value)' is a middleware", options, on: &routes)
        }
        switch route.action {
        case .staticFiles(let files):
            switch files.source {
            case .file(let path):
                routes.file(
                    method, pattern, path.value, cache: files.cache,
                    files: FileOptions(precompressed: files.isPrecompressed), options: options)
            case .directory(let path):
                routes.directory(
                    method, pattern, path.value, index: files.index ?? "index.html", cache: files.cache,
                    files: FileOptions(precompressed: files.isPrecompressed), options: options)
            }
        case .redirect(let redirect):
            routes.redirect(
                method, pattern, to: redirect.target.value, status: HTTPResponse.Status(standard: redirect.status),
                options: options)
        case .respond(let fixed): routes.respond(method, pattern, response(fixed), options: options)
        case .presence(let hub):
            if let hub = hubs[hub.value] { routes.presence(method, pattern, of: hub.hub, options: options) }
        case .hub(let binding):
            if let hub = hubs[binding.hub.value] {
                bind(route, to: hub, room: binding.room, options, on: &routes)
            }
        case .handler(let name): refuse(method, pattern, "'\(name.value)' is a handler", options, on: &routes)
        case .proxy(let upstream):
            routes.respond(
                method, pattern,
                .problem(
                    HTTPError(
                        .notImplemented, detail: "proxying to '\(upstream.value)' is not built yet"
                    ).problem), options: options)
        }
    }

    /// Answers 501 for what only a generated service can do.
    private func refuse(
        _ method: GatewayRuntime.RouteMethod, _ pattern: String, _ what: String, _ options: RouteOptions,
        on routes: inout Routes
    ) {
        let error = HTTPError(
            .notImplemented,
            detail: "\(what): it needs code. Run `gen api` on the spec and serve what it writes.")
        if method == .webSocket {
            routes.add(.webSocket, pattern, .webSocket(RefusedWebSocket(error: error)), options: options)
        } else {
            routes.respond(method, pattern, .problem(error.problem), options: options)
        }
    }

    private func response(_ fixed: FixedResponse) -> Response {
        let status = HTTPResponse.Status(standard: fixed.status)
        var response =
            switch fixed.body {
            case .empty: Response.empty(status: status)
            case .text(let text): Response.text(text, status: status)
            case .html(let html): Response.html(html, status: status)
            case .json(let literal): Response.json(JSONValue(literal), status: status)
            }
        for header in fixed.headers {
            if let name = HTTPField.Name(header.name.value) { response.headers[name] = header.value.value }
        }
        return response
    }

    // MARK: Hubs

    /// What a hub's route asks of the client's authentication, each once, in the order in which generated code asks.
    private static func claims(_ hub: LoweredHub, _ room: Template?) -> [String] {
        var claims: [String] = []
        let kinds = (hub.spec.user?.placeholders ?? []) + (room?.placeholders ?? []) + hub.spec.messagePlaceholders
        for case .auth(let claim) in kinds.map(\.kind) where !claims.contains(claim) { claims.append(claim) }
        return claims
    }

    private func bind(
        _ route: GatewaySpec.Route, to hub: LoweredHub, room: Template?, _ options: RouteOptions,
        on routes: inout Routes
    ) {
        let claims = Self.claims(hub, room)
        let reading = route.parameters.map { parameter in
            ParameterReading(
                name: parameter.field.name.value, wireName: parameter.field.wireName,
                source: Violation.Source(rawValue: parameter.source.rawValue) ?? .query,
                type: types.lower(parameter.field.type), isRequired: !parameter.field.mayBeAbsent,
                defaultValue: parameter.field.defaultValue.map { JSONValue($0.value) },
                requires: route.wireNames(parameter.field.requires, parameter.source),
                excludes: route.wireNames(parameter.field.excludes, parameter.source))
        }
        let table = table
        let user = hub.user
        let roomParts = room.map { HubLowering.textParts($0) }
        routes.webSocket(route.path.text, hub: hub.hub, handler: hub.handler, options: options) { request in
            var values: [String: JSONValue] = [:]
            for parameter in reading {
                values["\(parameter.source.rawValue).\(parameter.name)"] = table.parameter(
                    parameter.wireName, in: parameter.source, as: parameter.type, isRequired: parameter.isRequired,
                    default: parameter.defaultValue, from: &request)
            }
            for parameter in reading { parameter.checkOthers(&request) }
            try request.finish()
            for claim in claims { values["auth.\(claim)"] = .string(try request.claim(claim)) }
            let scope = TemplateText(parameters: values)
            return HubAdmission(
                input: values, user: user.map { scope.fill($0) },
                room: roomParts.map { scope.fill($0) } ?? HubBinding.defaultRoom)
        }
    }
}

/// A WebSocket that only a generated service can have.
private struct RefusedWebSocket: WebSocketEndpoint {
    let error: HTTPError

    var policy: HandshakePolicy { HandshakePolicy() }

    func admit(_ request: Request, _ context: RequestContext) async throws -> any WebSocketAdmission { throw error }
}

/// How one parameter of a route is read.
private struct ParameterReading: Sendable {
    let name: String
    let wireName: String
    let source: Violation.Source
    let type: TypeSchema
    let isRequired: Bool
    let defaultValue: JSONValue?
    let requires: [String]
    let excludes: [String]

    /// The rules between this parameter and others.
    func checkOthers(_ request: inout RequestReader) {
        for other in requires { request.require(other, in: source, with: wireName) }
        for other in excludes { request.exclude(other, in: source, with: wireName) }
    }
}

extension GatewaySpec.Route {
    /// What parameters of one source are called in requests.
    fileprivate func wireNames(_ names: [Spanned<String>], _ source: ParameterSource) -> [String] {
        names.compactMap { name in
            parameters.first { $0.source == source && $0.field.name.value == name.value }?.field.wireName
        }
    }
}
