import GatewayRuntime

extension ShopService: ChangeProduct.Handler {
    /// Answers `PATCH /staff/products/{sku}`.
    func changeProduct(_ input: ChangeProduct.Input, _ context: RequestContext) async throws -> Product {
        throw HTTPError.notWritten("changeProduct", in: "Sources/Shop/Handlers/ChangeProduct.swift")
    }
}
