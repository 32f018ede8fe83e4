import GatewayRuntime
import GatewaySpec
import HTTPTypes

/// Which route answers a request, and what it does, for people.
public struct RouteExplanation: Sendable {
    /// Whether a route answers.
    public let isFound: Bool
    /// What happens.
    public let text: String
}

extension GatewayService {
    /// Says which route answers a request.
    ///
    /// - Parameters:
    ///   - method: an HTTP method, or `WS` for a WebSocket handshake.
    ///   - target: the path, with or without a query.
    public func explain(method: String, target: String) -> RouteExplanation {
        var routes = Routes()
        registerOpen(on: &routes)
        let isWebSocket = method == "WS"
        guard let verb = HTTPRequest.Method(rawValue: isWebSocket ? "GET" : method) else {
            return RouteExplanation(isFound: false, text: "'\(method)' is no method")
        }
        var fields = HTTPFields()
        if isWebSocket {
            fields[.upgrade] = "websocket"
            fields[.connection] = "Upgrade"
        }
        let head = RequestHead(method: verb, target: target, fields: fields)
        let match: RouteMatch
        do {
            match = try Router(routes).match(head, RequestTarget(head))
        } catch let failure as RequestTarget.Failure {
            return RouteExplanation(isFound: false, text: "400: \(failure.detail)")
        } catch {
            return RouteExplanation(isFound: false, text: "\(error)")
        }
        switch match {
        case .found(let route, _):
            let declared = spec.routes.first {
                $0.path.text == route.info.pattern && $0.method.rawValue == route.method.rawValue
            }
            return RouteExplanation(isFound: true, text: declared.map(describe) ?? route.info.pattern)
        case .options(let allow): return RouteExplanation(isFound: true, text: "204 with Allow: \(allow)")
        case .methodNotAllowed(let allow):
            return RouteExplanation(isFound: false, text: "405: this path answers \(allow)")
        case .upgradeRequired: return RouteExplanation(isFound: false, text: "426: this path speaks WebSocket only")
        case .notFound: return RouteExplanation(isFound: false, text: "404: no route has this path")
        }
    }

    private func describe(_ route: GatewaySpec.Route) -> String {
        let action =
            switch route.action {
            case _ where !route.middleware.isEmpty:
                "501 here: the middleware '\(route.middleware[0].value)' needs code (gen api)"
            case .handler(let name): "501 here: the handler '\(name.value)' needs code (gen api)"
            case .hub(let binding): "WebSocket of the hub '\(binding.hub.value)'"
            case .presence(let hub): "rooms of the hub '\(hub.value)' and who is in them"
            case .proxy(let upstream): "501 here: proxying to '\(upstream.value)' is not built yet"
            case .staticFiles(let files):
                switch files.source {
                case .file(let path): "the file \(path.value)"
                case .directory(let path): "a file of the folder \(path.value)"
                }
            case .redirect(let redirect): "\(redirect.status) to \(redirect.target.value)"
            case .respond(let response): "a fixed answer, status \(response.status)"
            }
        let schemes = route.auth.schemes.map { "'\($0.value)'" }.joined(separator: " or ")
        let nobody = route.auth.isOptional ? ", and for nobody" : ""
        let access = schemes.isEmpty ? "" : "\n  for whom \(schemes) knows\(nobody)"
        return "\(route.requestLine) → \(action)\(access)\n  declared at \(route.span)"
    }
}
