import GatewayRuntime
import GatewaySpec
import HTTPTypes

/// Makes the runtime's routes of a spec's.
struct RouteLowering {
    let spec: ServiceSpec
    let hubs: [String: LoweredHub]
    private let types: TypeLowering
    private let table: TypeTable

    init(_ spec: ServiceSpec, hubs: [String: LoweredHub]) {
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
        switch route.action {
        case .staticFiles(let files):
            switch files.source {
            case .file(let path): routes.file(method, pattern, path.value, cache: files.cache)
            case .directory(let path):
                routes.directory(method, pattern, path.value, index: files.index ?? "index.html", cache: files.cache)
            }
        case .redirect(let redirect):
            routes.redirect(
                method, pattern, to: redirect.target.value, status: HTTPResponse.Status(standard: redirect.status))
        case .respond(let fixed): routes.respond(method, pattern, response(fixed))
        case .presence(let hub):
            if let hub = hubs[hub.value] { routes.presence(method, pattern, of: hub.hub) }
        case .hub(let binding):
            if let hub = hubs[binding.hub.value] { bind(route, to: hub, room: binding.room, on: &routes) }
        case .handler(let name):
            routes.respond(
                method, pattern,
                .problem(
                    HTTPError(
                        .notImplemented,
                        detail:
                            "'\(name.value)' is a handler: it needs code. Run `gen api` on the spec and serve what it writes."
                    ).problem))
        case .proxy(let upstream):
            routes.respond(
                method, pattern,
                .problem(
                    HTTPError(
                        .notImplemented, detail: "proxying to '\(upstream.value)' is not built yet"
                    ).problem))
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

    private func bind(_ route: GatewaySpec.Route, to hub: LoweredHub, room: Template?, on routes: inout Routes) {
        let reading = route.parameters.map { parameter in
            ParameterReading(
                name: parameter.field.name.value, wireName: parameter.field.wireName,
                source: Violation.Source(rawValue: parameter.source.rawValue) ?? .query,
                type: types.lower(parameter.field.type), isRequired: !parameter.field.mayBeAbsent,
                defaultValue: parameter.field.defaultValue.map { JSONValue($0.value) })
        }
        let table = table
        let user = hub.user
        let roomParts = room.map { HubLowering.textParts($0) }
        routes.webSocket(route.path.text, hub: hub.hub, handler: hub.handler) { request in
            var values: [String: JSONValue] = [:]
            for parameter in reading {
                values["\(parameter.source.rawValue).\(parameter.name)"] = table.parameter(
                    parameter.wireName, in: parameter.source, as: parameter.type, isRequired: parameter.isRequired,
                    default: parameter.defaultValue, from: &request)
            }
            try request.finish()
            let scope = TemplateText(parameters: values)
            return HubAdmission(
                input: values, user: user.map { scope.fill($0) },
                room: roomParts.map { scope.fill($0) } ?? HubBinding.defaultRoom)
        }
    }
}

/// How one parameter of a route is read.
private struct ParameterReading: Sendable {
    let name: String
    let wireName: String
    let source: Violation.Source
    let type: TypeSchema
    let isRequired: Bool
    let defaultValue: JSONValue?
}
