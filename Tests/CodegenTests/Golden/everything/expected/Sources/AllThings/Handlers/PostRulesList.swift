import GatewayRuntime

extension AllThingsService: PostRulesList.Handler {
    /// Answers `POST /rules/list`.
    func postRulesList(_ input: PostRulesList.Input, _ context: RequestContext) async throws -> [String] {
        throw HTTPError.notWritten("postRulesList", in: "Sources/AllThings/Handlers/PostRulesList.swift")
    }
}
