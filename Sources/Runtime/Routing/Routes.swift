public import HTTPTypes

/// The routes of a service, as they are declared; the server makes a router of them.
public struct Routes: Sendable {
    /// One route, as it was declared: what stands around it is put there when a router is made.
    package struct Entry: Sendable {
        package let method: RouteMethod
        package let pattern: RoutePattern
        package internal(set) var endpoint: Endpoint
        package let options: RouteOptions
        package let info: RouteInfo
    }

    /// The folder that relative file paths start from.
    public let root: String
    /// How much of a form is taken, and where its files lie.
    public var forms = FormSettings()
    /// How much of a request's input routes that are added from now on read.
    package var input = InputLimits()
    /// Whether routes that are added from now on may compress; the rest of it is the server's.
    package var chain = ChainSettings()
    /// What answers where no route does, and what becomes of errors (default: problem documents).
    public var hooks = ServiceHooks()
    /// What JSON answers and errors of routes that are added from now on are wrapped in (default: nothing).
    public var envelope: Envelope?
    /// Whether the server that serves them takes work; it turns this itself.
    package let readiness = Readiness()
    /// The routes, in the order in which they came.
    package private(set) var entries: [Entry] = []
    /// What is wrong with the declarations, found when the router is made.
    package private(set) var errors: [RouteError] = []
    /// What will not work but keeps nobody from starting, such as a file that is not there (yet): for the log.
    package private(set) var warnings: [String] = []

    /// The schemes that routes can ask for.
    let authentication: Authentication

    /// Starts with no routes.
    ///
    /// - Parameters:
    ///   - root: the folder that relative file paths start from (default: the current directory).
    ///   - authentication: the schemes that routes can ask for (default: none).
    public init(root: String = ".", authentication: Authentication = Authentication()) {
        self.root = root
        self.authentication = authentication
    }

    /// Adds a route of any kind.
    package mutating func add(
        _ method: RouteMethod, _ pattern: String, _ endpoint: Endpoint, name: String? = nil,
        options: RouteOptions = RouteOptions()
    ) {
        do {
            entries.append(
                Entry(
                    method: method, pattern: try RoutePattern(pattern),
                    endpoint: options.compress && chain.compress ? ResponseCompression.wrap(endpoint) : endpoint,
                    options: options, info: RouteInfo(pattern: pattern, name: name)))
        } catch {
            errors.append(error)
        }
    }

    /// Records a route that can't be, for the router to throw.
    mutating func refuse(_ message: String) {
        errors.append(RouteError(message))
    }

    /// Records what will not work yet.
    mutating func warn(_ message: String) {
        warnings.append(message)
    }

    /// Answers with a response that is rendered once.
    public mutating func respond(
        _ method: RouteMethod, _ pattern: String, _ response: Response, options: RouteOptions = RouteOptions()
    ) {
        if let prepared = PreparedResponse(response) {
            add(method, pattern, .prepared(prepared), options: options)
        } else {
            add(method, pattern, .immediate { _ in response }, options: options)
        }
    }

    /// Sends clients elsewhere (default 302).
    public mutating func redirect(
        _ method: RouteMethod, _ pattern: String, to location: String, status: HTTPResponse.Status = .found,
        options: RouteOptions = RouteOptions()
    ) {
        respond(method, pattern, .redirect(to: location, status: status), options: options)
    }

    /// Answers at once, on the event loop: the closure must neither block nor wait.
    package mutating func immediate(
        _ method: RouteMethod, _ pattern: String, name: String? = nil, options: RouteOptions = RouteOptions(),
        _ body: @escaping @Sendable (Request) throws -> Response
    ) {
        add(method, pattern, .immediate(body), name: name, options: options)
    }

    /// Answers with a handler. Its input is read by a `RequestReader`; the body is collected before (at most `maxBody`).
    public mutating func handle(
        _ method: RouteMethod, _ pattern: String, name: String? = nil, options: RouteOptions = RouteOptions(),
        _ body: @escaping @Sendable (inout RequestReader, RequestContext) async throws -> Response
    ) {
        handle(method, pattern, name: name, options: options, collects: true, body)
    }

    /// Answers with a handler that reads the body as it arrives (`RequestReader.stream`), with back-pressure.
    ///
    /// More than `maxBody` bytes fail with 413 where they are read.
    public mutating func handleStream(
        _ method: RouteMethod, _ pattern: String, name: String? = nil, options: RouteOptions = RouteOptions(),
        _ body: @escaping @Sendable (inout RequestReader, RequestContext) async throws -> Response
    ) {
        handle(method, pattern, name: name, options: options, collects: false, body)
    }

    private mutating func handle(
        _ method: RouteMethod, _ pattern: String, name: String?, options: RouteOptions, collects: Bool,
        _ body: @escaping @Sendable (inout RequestReader, RequestContext) async throws -> Response
    ) {
        let (envelope, limits) = (envelope, input.with(options))
        add(
            method, pattern,
            .async { request, context in
                let bytes = collects ? try await request.body.collect() : []
                var reader = RequestReader(request, body: bytes, identity: context.identity, limits: limits)
                var response = try await body(&reader, context)
                envelope?.wrap(&response)
                return response
            }, name: name, options: options)
    }
}
