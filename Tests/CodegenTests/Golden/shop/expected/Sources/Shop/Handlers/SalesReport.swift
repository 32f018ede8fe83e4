import GatewayRuntime

extension ShopService: SalesReport.Handler {
    /// Answers `GET /staff/sales`.
    func salesReport(_ input: SalesReport.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("salesReport", in: "Sources/Shop/Handlers/SalesReport.swift")
    }
}
