import GatewayRuntime

extension AllThingsService: Login.Handler {
    /// Answers `POST /login`.
    func login(_ input: Login.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("login", in: "Sources/AllThings/Handlers/Login.swift")
    }
}
