import GatewayRuntime

extension ShopService: GetInvoice.Handler {
    /// Answers `GET /orders/{id}/invoice`.
    func getInvoice(_ input: GetInvoice.Input, _ context: RequestContext) async throws -> [UInt8] {
        throw HTTPError.notWritten("getInvoice", in: "Sources/Shop/Handlers/GetInvoice.swift")
    }
}
