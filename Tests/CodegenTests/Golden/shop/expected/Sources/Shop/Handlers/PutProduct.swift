import GatewayRuntime

extension ShopService: PutProduct.Handler {
    /// Answers `PUT /staff/products/{sku}`.
    func putProduct(_ input: PutProduct.Input, _ context: RequestContext) async throws -> Product {
        throw HTTPError.notWritten("putProduct", in: "Sources/Shop/Handlers/PutProduct.swift")
    }
}
