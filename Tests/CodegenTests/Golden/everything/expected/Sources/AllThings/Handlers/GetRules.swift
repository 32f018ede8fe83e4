import GatewayRuntime

extension AllThingsService: GetRules.Handler {
    /// Answers `GET /rules`.
    func getRules(_ input: GetRules.Input, _ context: RequestContext) async throws -> [String] {
        throw HTTPError.notWritten("getRules", in: "Sources/AllThings/Handlers/GetRules.swift")
    }
}
