import GatewayRuntime

extension ShopService: GetProfile.Handler {
    /// Answers `GET /account/me`.
    func getProfile(_ input: GetProfile.Input, _ context: RequestContext) async throws -> Customer {
        throw HTTPError.notWritten("getProfile", in: "Sources/Shop/Handlers/GetProfile.swift")
    }
}
