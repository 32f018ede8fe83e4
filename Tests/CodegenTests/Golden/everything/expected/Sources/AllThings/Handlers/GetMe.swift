import GatewayRuntime

extension AllThingsService: GetMe.Handler {
    /// Answers `GET /api/v1/me`.
    func getMe(_ input: GetMe.Input, _ context: RequestContext) async throws -> Person {
        throw HTTPError.notWritten("getMe", in: "Sources/AllThings/Handlers/GetMe.swift")
    }
}
