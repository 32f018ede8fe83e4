import GatewayRuntime

extension ShopService: ListReviews.Handler {
    /// What customers say; who has logged in finds their own first.
    func listReviews(_ input: ListReviews.Input, _ context: RequestContext) async throws -> [Review] {
        throw HTTPError.notWritten("listReviews", in: "Sources/Shop/Handlers/ListReviews.swift")
    }
}
