import GatewayRuntime

extension ShopService: ExportProducts.Handler {
    /// Answers `GET /staff/products/export`.
    func exportProducts(_ input: ExportProducts.Input, _ context: RequestContext) async throws -> Response {
        throw HTTPError.notWritten("exportProducts", in: "Sources/Shop/Handlers/ExportProducts.swift")
    }
}
