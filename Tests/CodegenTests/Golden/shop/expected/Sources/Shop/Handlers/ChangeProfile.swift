import GatewayRuntime

extension ShopService: ChangeProfile.Handler {
    /// Answers `PATCH /account/me`.
    func changeProfile(_ input: ChangeProfile.Input, _ context: RequestContext) async throws -> Customer {
        throw HTTPError.notWritten("changeProfile", in: "Sources/Shop/Handlers/ChangeProfile.swift")
    }
}
