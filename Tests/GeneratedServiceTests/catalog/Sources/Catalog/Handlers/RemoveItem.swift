import GatewayRuntime

extension CatalogService: RemoveItem.Handler {
    func removeItem(_ input: RemoveItem.Input, _ context: RequestContext) async throws {}
}
