public import HTTPTypes

/// The routes of a service, as they are declared; the server makes a router of them.
public struct Routes: Sendable {
    /// One route.
    package struct Entry: Sendable {
        package let method: RouteMethod
        package let pattern: RoutePattern
        package let endpoint: Endpoint
        package let options: RouteOptions
        package let info: RouteInfo
    }

    /// The folder that relative file paths start from.
    public let root: String
    /// The routes, in the order in which they came.
    package private(set) var entries: [Entry] = []
    /// What is wrong with the declarations, found when the router is made.
    package private(set) var errors: [RouteError] = []
    /// What will not work but keeps nobody from starting, such as a file that is not there (yet): for the log.
    package private(set) var warnings: [String] = []

    /// Starts with no routes.
    ///
    /// - Parameter root: the folder that relative file paths start from (default: the current directory).
    public init(root: String = ".") {
        self.root = root
    }

    /// Adds a route of any kind.
    package mutating func add(
        _ method: RouteMethod, _ pattern: String, _ endpoint: Endpoint, name: String? = nil,
        options: RouteOptions = RouteOptions()
    ) {
        do {
            let info = RouteInfo(pattern: pattern, name: name)
            entries.append(
                Entry(
                    method: method, pattern: try RoutePattern(pattern), endpoint: endpoint, options: options, info: info
                ))
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
    public mutating func respond(_ method: RouteMethod, _ pattern: String, _ response: Response) {
        if let prepared = PreparedResponse(response) {
            add(method, pattern, .prepared(prepared))
        } else {
            add(method, pattern, .immediate { _ in response })
        }
    }

    /// Sends clients elsewhere (default 302).
    public mutating func redirect(
        _ method: RouteMethod, _ pattern: String, to location: String, status: HTTPResponse.Status = .found
    ) {
        respond(method, pattern, .redirect(to: location, status: status))
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
        add(
            method, pattern,
            .async { request, context in
                var reader = RequestReader(request, body: try await request.body.collect())
                return try await body(&reader, context)
            }, name: name, options: options)
    }
}
