import GatewayRuntime

extension ShopService: ListProducts.Handler {
    /// Products that fit, a page at a time.
    func listProducts(_ input: ListProducts.Input, _ context: RequestContext) async throws -> ProductPage {
        throw HTTPError.notWritten("listProducts", in: "Sources/Shop/Handlers/ListProducts.swift")
    }
}
