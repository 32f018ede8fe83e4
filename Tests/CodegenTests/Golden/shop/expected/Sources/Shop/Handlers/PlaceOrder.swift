import GatewayRuntime

extension ShopService: PlaceOrder.Handler {
    /// Answers `POST /orders`.
    func placeOrder(_ input: PlaceOrder.Input, _ context: RequestContext) async throws -> Order {
        throw HTTPError.notWritten("placeOrder", in: "Sources/Shop/Handlers/PlaceOrder.swift")
    }
}
