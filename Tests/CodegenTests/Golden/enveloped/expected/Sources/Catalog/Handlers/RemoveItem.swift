import GatewayRuntime

extension CatalogService: RemoveItem.Handler {
    /// Answers `DELETE /items/{id}`.
    func removeItem(_ input: RemoveItem.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("removeItem", in: "Sources/Catalog/Handlers/RemoveItem.swift")
    }
}
