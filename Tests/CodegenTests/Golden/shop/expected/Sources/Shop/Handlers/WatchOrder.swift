import GatewayRuntime

extension ShopService: WatchOrder.Handler {
    /// Answers `GET /orders/{id}/events`.
    func watchOrder(_ input: WatchOrder.Input, _ context: RequestContext) async throws -> EventStream<OrderEvent> {
        throw HTTPError.notWritten("watchOrder", in: "Sources/Shop/Handlers/WatchOrder.swift")
    }
}
