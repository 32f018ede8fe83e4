import GatewayRuntime

extension AllThingsService: PostForms.Handler {
    /// Answers `POST /forms`.
    func postForms(_ input: PostForms.Input, _ context: RequestContext) async throws -> Forms {
        throw HTTPError.notWritten("postForms", in: "Sources/AllThings/Handlers/PostForms.swift")
    }
}
