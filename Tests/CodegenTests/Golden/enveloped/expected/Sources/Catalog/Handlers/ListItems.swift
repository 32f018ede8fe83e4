import GatewayRuntime

extension CatalogService: ListItems.Handler {
    /// Answers `GET /items`.
    func listItems(_ input: ListItems.Input, _ context: RequestContext) async throws -> [Item] {
        throw HTTPError.notWritten("listItems", in: "Sources/Catalog/Handlers/ListItems.swift")
    }
}
