import GatewayRuntime

extension ShopService: ListReviews.Handler {
    /// Answers `GET /products/{sku}/reviews`.
    func listReviews(_ input: ListReviews.Input, _ context: RequestContext) async throws -> [Review] {
        throw HTTPError.notWritten("listReviews", in: "Sources/Shop/Handlers/ListReviews.swift")
    }
}
