import GatewayRuntime

extension CatalogService: ListItems.Handler {
    func listItems(_ input: ListItems.Input, _ context: RequestContext) async throws -> [Item] {
        [Item(id: 1, name: "one"), Item(id: 2, name: "two")]
    }
}
