import GatewayRuntime

extension ShopService: StockCheckMiddleware {
    /// Stands around routes with `use: stockCheck`, behind `auth`: `context.identity` says who it is.
    func stockCheck(_ request: Request, _ context: RequestContext, _ next: Next) async throws -> Response {
        // Answer by yourself to keep someone away, or go on; what comes back can be changed.
        try await next(request, context)
    }
}
