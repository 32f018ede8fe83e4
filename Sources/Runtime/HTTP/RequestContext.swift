public import Logging

/// What a handler gets besides its input: the request itself, a logger, and what both are called.
public struct RequestContext: Sendable {
    /// The request, with its headers and body.
    public let request: Request
    /// The route that answers it.
    public let route: RouteInfo
    /// Who sent the request; nil where the route asks for no `auth` or lets nobody in too, and in middlewares that stand before it.
    public var identity: Identity?
    private let baseLogger: Logger

    package init(request: Request, route: RouteInfo, logger: Logger) {
        self.request = request
        self.route = route
        baseLogger = logger
    }

    /// What the request is called in logs, in problem documents and in the answer's `X-Request-ID`: an id of the service's, or the
    /// client's `X-Request-ID` where `chain.trustRequestID` believes it.
    public var requestID: String { request.head.mark.id }

    /// The trace that the request belongs to: its caller's where `chain.trustTrace` believes it, else one that begins here.
    public var trace: TraceContext { request.head.mark.trace }

    /// The service's logger; each line bears the request's id and route, and the trace if a caller began it.
    public var logger: Logger {
        var logger = baseLogger
        let mark = request.head.mark
        logger[metadataKey: "request"] = "\(mark.id)"
        if let trace = mark.given?.trace {
            logger[metadataKey: "trace"] = "\(Hexadecimal.text(trace.high, trace.low))"
        }
        logger[metadataKey: "route"] = "\(route.name ?? route.pattern)"
        return logger
    }

    /// The logger without the request's id: for the runtime, which adds it only to what it logs.
    package var plainLogger: Logger { baseLogger }

    /// A context for tests: `GET /`, nobody in particular, no logs.
    public static var test: RequestContext {
        var head = RequestHead(target: "/")
        head.mark = RequestMark()
        return test(Request(head: head, target: .root))
    }

    /// A context for tests round a request.
    public static func test(_ request: Request) -> RequestContext {
        RequestContext(
            request: request, route: RouteInfo(pattern: request.path),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}
