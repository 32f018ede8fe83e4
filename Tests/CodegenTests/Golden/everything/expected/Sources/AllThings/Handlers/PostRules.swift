import GatewayRuntime

extension AllThingsService: PostRules.Handler {
    /// Answers `POST /rules`.
    func postRules(_ input: PostRules.Input, _ context: RequestContext) async throws -> Rules {
        throw HTTPError.notWritten("postRules", in: "Sources/AllThings/Handlers/PostRules.swift")
    }
}
