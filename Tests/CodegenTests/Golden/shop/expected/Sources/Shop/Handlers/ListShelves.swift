import GatewayRuntime

extension ShopService: ListShelves.Handler {
    /// All categories, as a tree.
    func listShelves(_ input: ListShelves.Input, _ context: RequestContext) async throws -> Shelf {
        throw HTTPError.notWritten("listShelves", in: "Sources/Shop/Handlers/ListShelves.swift")
    }
}
