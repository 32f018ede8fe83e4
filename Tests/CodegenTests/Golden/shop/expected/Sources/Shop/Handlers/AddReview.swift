import GatewayRuntime

extension ShopService: AddReview.Handler {
    /// Answers `POST /products/{sku}/reviews`.
    func addReview(_ input: AddReview.Input, _ context: RequestContext) async throws -> Review {
        throw HTTPError.notWritten("addReview", in: "Sources/Shop/Handlers/AddReview.swift")
    }
}
