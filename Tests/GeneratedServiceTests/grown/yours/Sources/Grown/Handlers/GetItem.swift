import GatewayRuntime

extension GrownService: GetItem.Handler {
    func getItem(_ input: GetItem.Input, _ context: RequestContext) async throws -> Item {
        Item(id: input.id, name: "item \(input.id)")
    }
}
