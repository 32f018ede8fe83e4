import GatewayRuntime

extension ShopService: Login.Handler {
    /// Answers `POST /account/login`.
    func login(_ input: Login.Input, _ context: RequestContext) async throws -> Session {
        throw HTTPError.notWritten("login", in: "Sources/Shop/Handlers/Login.swift")
    }
}
