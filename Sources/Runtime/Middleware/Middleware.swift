/// What stands around routes: it sees each request before its handler does, and the answer after.
public struct Middleware: Sendable {
    package let handle: @Sendable (Request, RequestContext, Next) async throws -> Response

    /// Makes one of a function that calls `next` to go on, or answers by itself.
    public init(_ handle: @escaping @Sendable (Request, RequestContext, Next) async throws -> Response) {
        self.handle = handle
    }
}

/// What comes behind a middleware: the next one, or the handler.
public struct Next: Sendable {
    private let handle: @Sendable (Request, RequestContext) async throws -> Response

    /// Makes one of a function; tests of a middleware do so too.
    public init(_ handle: @escaping @Sendable (Request, RequestContext) async throws -> Response) {
        self.handle = handle
    }

    /// Goes on. A WebSocket that is let in answers 101; what a middleware adds to that answer is not sent.
    ///
    /// - Throws: what the handler throws: an `HTTPError`, a `ValidationFailure`, or an error that the client gets as a 500.
    public func callAsFunction(_ request: Request, _ context: RequestContext) async throws -> Response {
        try await handle(request, context)
    }
}
