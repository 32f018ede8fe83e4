import HTTPTypes

/// What the router says of a request.
package enum RouteMatch: Sendable {
    /// The route that answers, and where the pattern's parameters stand in the path.
    case found(Route, PathCaptures)
    /// OPTIONS for a path that has routes, but none for OPTIONS: 204 with `Allow`.
    case options(allow: String)
    /// The path has routes, but none for this method: 405 with `Allow` (RFC 9110 §15.5.6).
    case methodNotAllowed(allow: String)
    /// The path has only a WebSocket, and this is a plain GET: 426 (RFC 9110 §15.5.22).
    case upgradeRequired
    /// Nothing has this path.
    case notFound

    /// The answer where no route gives one.
    package var response: Response? {
        switch self {
        case .found:
            return nil
        case .options(let allow):
            return Response(status: .noContent, headers: [.allow: allow])
        case .methodNotAllowed(let allow):
            var response = Response.problem(
                Problem(title: "Method Not Allowed", status: 405, detail: "this path answers \(allow)"))
            response.headers[.allow] = allow
            return response
        case .upgradeRequired:
            return Self.upgradeRequiredResponse
        case .notFound:
            return Self.notFoundResponse
        }
    }

    /// The answer to a target that is none, or that two programs could read in two ways.
    package static func response(for failure: RequestTarget.Failure) -> Response {
        .problem(Problem(title: "Bad Request", status: 400, detail: failure.detail))
    }

    private static let notFoundResponse = Response.problem(Problem(title: "Not Found", status: 404))

    private static let upgradeRequiredResponse: Response = {
        var response = Response.problem(
            Problem(title: "Upgrade Required", status: 426, detail: "this path speaks WebSocket only"))
        response.headers[.upgrade] = "websocket"
        response.headers[.connection] = "Upgrade"
        if let version = HTTPField.Name("Sec-WebSocket-Version") { response.headers[version] = "13" }
        return response
    }()
}
