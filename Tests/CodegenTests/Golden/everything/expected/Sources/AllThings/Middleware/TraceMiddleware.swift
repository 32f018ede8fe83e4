import GatewayRuntime

extension AllThingsService: TraceMiddleware {
    /// Counts every request that comes.
    func trace(_ request: GatewayRuntime.Request, _ context: RequestContext, _ next: Next) async throws -> Response {
        // Answer by yourself to keep someone away, or go on; what comes back can be changed.
        try await next(request, context)
    }
}
