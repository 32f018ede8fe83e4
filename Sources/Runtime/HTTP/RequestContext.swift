public import Logging

/// What a handler gets besides its input: the request itself, a logger, and what both are called.
public struct RequestContext: Sendable {
    /// The request, with its headers and body.
    public let request: Request
    /// The route that answers it.
    public let route: RouteInfo
    /// Who sent the request; nil where the route asks for no `auth` or lets nobody in too, and in middlewares that stand before it.
    public var identity: Identity?
    private let id: RequestID
    private let baseLogger: Logger

    package init(request: Request, route: RouteInfo, id: RequestID = RequestID(), logger: Logger) {
        self.request = request
        self.route = route
        self.id = id
        baseLogger = logger
    }

    /// What the request is called in logs and in problem documents.
    public var requestID: String { id.description }

    /// The service's logger; each line bears the request's id and route.
    public var logger: Logger {
        var logger = baseLogger
        logger[metadataKey: "request"] = "\(id)"
        logger[metadataKey: "route"] = "\(route.name ?? route.pattern)"
        return logger
    }

    /// The logger without the request's id: for the runtime, which adds it only to what it logs.
    package var plainLogger: Logger { baseLogger }

    /// A context for tests: `GET /`, nobody in particular, no logs.
    public static var test: RequestContext {
        test(Request(head: RequestHead(target: "/"), target: .root))
    }

    /// A context for tests round a request.
    public static func test(_ request: Request) -> RequestContext {
        RequestContext(
            request: request, route: RouteInfo(pattern: request.path),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
