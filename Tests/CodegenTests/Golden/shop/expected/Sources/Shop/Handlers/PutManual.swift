import GatewayRuntime

extension ShopService: PutManual.Handler {
    /// Answers `PUT /staff/products/{sku}/manual`.
    func putManual(_ input: PutManual.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("putManual", in: "Sources/Shop/Handlers/PutManual.swift")
    }
}
