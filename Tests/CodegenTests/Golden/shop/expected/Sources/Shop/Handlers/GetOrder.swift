import GatewayRuntime

extension ShopService: GetOrder.Handler {
    /// Answers `GET /orders/{id}`.
    func getOrder(_ input: GetOrder.Input, _ context: RequestContext) async throws -> Order {
        throw HTTPError.notWritten("getOrder", in: "Sources/Shop/Handlers/GetOrder.swift")
    }
}
