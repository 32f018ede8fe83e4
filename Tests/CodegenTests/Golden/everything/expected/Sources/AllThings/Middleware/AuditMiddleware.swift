import GatewayRuntime

extension AllThingsService: AuditMiddleware {
    /// Stands around routes with `use: audit`, behind `auth`: `context.identity` says who it is.
    func audit(_ request: GatewayRuntime.Request, _ context: RequestContext, _ next: Next) async throws -> Response {
        // Answer by yourself to keep someone away, or go on; what comes back can be changed.
        try await next(request, context)
    }
}
