import GatewayRuntime

extension AllThingsService: AuditMiddleware {
    /// Says who came, and keeps those away who ask for it; it reads the service's own settings.
    func audit(_ request: GatewayRuntime.Request, _ context: RequestContext, _ next: Next) async throws -> Response {
        if request.query["forbid"] != nil { throw HTTPError.forbidden("audit says no") }
        let response = try await next(request, context)
        return response.with([
            "X-Audit": "\(context.identity?.subject ?? "nobody") at \(config.settings.app["place"] ?? "home")"
        ])
    }
}
