import GatewayRuntime

extension CatalogService: AddItem.Handler {
    /// Answers `POST /items`.
    func addItem(_ input: AddItem.Input, _ context: RequestContext) async throws -> Item {
        throw HTTPError.notWritten("addItem", in: "Sources/Catalog/Handlers/AddItem.swift")
    }
}
