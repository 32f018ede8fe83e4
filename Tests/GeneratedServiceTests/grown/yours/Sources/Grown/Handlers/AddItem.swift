import GatewayRuntime

extension GrownService: AddItem.Handler {
    func addItem(_ input: AddItem.Input, _ context: RequestContext) async throws -> Item {
        // A handler may call another with an input of its own making.
        let known = try await getItem(GetItem.Input(id: input.body.id), context)
        return Item(id: known.id, name: input.body.name)
    }
}
