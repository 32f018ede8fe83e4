import GatewayRuntime

extension ShopService: PaymentChanged.Handler {
    /// Answers `POST /hooks/payments`.
    func paymentChanged(_ input: PaymentChanged.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("paymentChanged", in: "Sources/Shop/Handlers/PaymentChanged.swift")
    }
}
