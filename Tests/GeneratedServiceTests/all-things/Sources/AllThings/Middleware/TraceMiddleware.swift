import GatewayRuntime

extension AllThingsService: TraceMiddleware {
    /// Answers by itself where it is asked to, and sees whoever comes, known or not.
    func trace(_ request: GatewayRuntime.Request, _ context: RequestContext, _ next: Next) async throws -> Response {
        if request.query["trace"] != nil { return .text("traced \(context.identity?.subject ?? "nobody")") }
        return try await next(request, context).with(["X-Trace": "seen"])
    }
}
