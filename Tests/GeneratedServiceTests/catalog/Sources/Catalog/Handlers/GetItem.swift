import GatewayRuntime

extension CatalogService: GetItem.Handler {
    func getItem(_ input: GetItem.Input, _ context: RequestContext) async throws -> Item {
        switch input.id {
        case 1: return Item(id: 1, name: "one \"thing\"")
        case 2: throw CatalogError.soldOut
        default: throw HTTPError.notFound("no item \(input.id)")
        }
    }
}
