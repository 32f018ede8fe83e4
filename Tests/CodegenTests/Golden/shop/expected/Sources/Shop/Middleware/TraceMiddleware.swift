import GatewayRuntime

extension ShopService: TraceMiddleware {
    /// Counts every request.
    func trace(_ request: Request, _ context: RequestContext, _ next: Next) async throws -> Response {
        // Answer by yourself to keep someone away, or go on; what comes back can be changed.
        try await next(request, context)
    }
}
