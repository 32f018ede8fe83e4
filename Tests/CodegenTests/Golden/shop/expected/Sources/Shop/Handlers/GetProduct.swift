import GatewayRuntime

extension ShopService: GetProduct.Handler {
    /// Answers `GET /products/{sku}`.
    func getProduct(_ input: GetProduct.Input, _ context: RequestContext) async throws -> Product {
        throw HTTPError.notWritten("getProduct", in: "Sources/Shop/Handlers/GetProduct.swift")
    }
}
