/// What a request passes on its way to a route: middlewares, who it is, more middlewares.
struct RouteLayers: Sendable {
    private(set) var before: [Middleware] = []
    private(set) var gate: AuthGate?
    private(set) var after: [Middleware] = []
    /// The rates of each user, for so many users.
    private var userRates: (keys: Int, layers: [Middleware])?

    /// Nothing.
    init() {}

    /// What a route asks for.
    ///
    /// - Parameter former: what stood there before the settings changed: its rates are counted on.
    /// - Throws: `RouteError` if a scheme isn't there.
    init(
        _ entry: Routes.Entry, _ settings: ChainSettings, _ authentication: Authentication, _ former: RouteLayers?
    ) throws(RouteError) {
        let options = entry.options
        if !options.auth.isEmpty {
            guard let gate = authentication.gate(options.auth, isOptional: options.authOptional) else {
                let names = options.auth.joined(separator: "' or '")
                throw RouteError(
                    "\(entry.method.rawValue) \(entry.info.pattern) asks for '\(names)', which nobody made ready")
            }
            self.gate = gate
        }
        before = options.before
        let rates = settings.rateLimit ? options.rateLimits.filter { $0.by == .user } : []
        if !rates.isEmpty {
            let keys = settings.rateKeys
            let known = former?.userRates.flatMap { $0.keys == keys ? $0.layers : nil }
            userRates = (keys, known ?? rates.map { $0.userLayer(keys: keys) })
        }
        after = (userRates?.layers ?? []) + options.use
    }

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
