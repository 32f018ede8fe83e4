import GatewayRuntime

extension ShopService: ImportProducts.Handler {
    /// Answers `POST /staff/products/import`.
    func importProducts(_ input: ImportProducts.Input, _ context: RequestContext) async throws -> [String: Sku] {
        throw HTTPError.notWritten("importProducts", in: "Sources/Shop/Handlers/ImportProducts.swift")
    }
}
