import GatewayRuntime

extension CatalogService: AddItem.Handler {
    func addItem(_ input: AddItem.Input, _ context: RequestContext) async throws -> Item {
        if input.body.name == "broken" { throw CatalogError.broken }
        return Item(id: 7, name: input.body.name)
    }
}
