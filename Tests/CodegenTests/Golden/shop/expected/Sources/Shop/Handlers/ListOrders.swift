import GatewayRuntime

extension ShopService: ListOrders.Handler {
    /// Answers `GET /orders`.
    func listOrders(_ input: ListOrders.Input, _ context: RequestContext) async throws -> [Order] {
        throw HTTPError.notWritten("listOrders", in: "Sources/Shop/Handlers/ListOrders.swift")
    }
}
