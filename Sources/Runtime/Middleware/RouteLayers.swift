/// What a request passes on its way to a route: middlewares, who it is, more middlewares.
struct RouteLayers: Sendable {
    let before: [Middleware]
    let gate: AuthGate?
    let after: [Middleware]

    var isEmpty: Bool { before.isEmpty && gate == nil && after.isEmpty }

    /// The endpoint with all of them around it.
    func wrap(_ endpoint: Endpoint) -> Endpoint {
        guard !isEmpty else { return endpoint }
        switch endpoint {
        case .prepared(let prepared):
            return .async(around { _, _ in prepared.response })
        case .immediate(let respond):
            return .async(around { request, _ in try respond(request) })
        case .file(let files):
            return .async(around { request, _ in try files.cached(request) ?? files.respond(request) })
        case .async(let handler):
            return .async(around(handler))
        case .webSocket(let endpoint):
            return .webSocket(LayeredWebSocket(endpoint: endpoint, layers: self))
        }
    }

    typealias Handler = @Sendable (Request, RequestContext) async throws -> Response

    func around(_ handler: @escaping Handler) -> Handler {
        let inner = Self.chain(after, handler)
        guard let gate else { return Self.chain(before, inner) }
        let guarded: Handler = { request, context in
            var (request, context) = (request, context)
            context.identity = try await gate.identify(&request)
            return try await inner(request, context)
        }
        return Self.chain(before, guarded)
    }

    /// The first stands outside.
    private static func chain(_ middlewares: [Middleware], _ handler: @escaping Handler) -> Handler {
        middlewares.reversed().reduce(handler) { next, middleware in
            { request, context in try await middleware.handle(request, context, Next(next)) }
        }
    }
}
