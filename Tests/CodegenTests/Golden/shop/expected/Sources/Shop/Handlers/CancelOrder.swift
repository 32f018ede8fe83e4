import GatewayRuntime

extension ShopService: CancelOrder.Handler {
    /// Answers `DELETE /orders/{id}`.
    func cancelOrder(_ input: CancelOrder.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("cancelOrder", in: "Sources/Shop/Handlers/CancelOrder.swift")
    }
}
