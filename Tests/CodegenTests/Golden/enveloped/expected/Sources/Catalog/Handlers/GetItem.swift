import GatewayRuntime

extension CatalogService: GetItem.Handler {
    /// Answers `GET /items/{id}`.
    func getItem(_ input: GetItem.Input, _ context: RequestContext) async throws -> Item {
        throw HTTPError.notWritten("getItem", in: "Sources/Catalog/Handlers/GetItem.swift")
    }
}
