import GatewayRuntime

extension AllThingsService: PostStrict.Handler {
    /// Answers `POST /strict`.
    func postStrict(_ input: PostStrict.Input, _ context: RequestContext) async throws -> Comment {
        throw HTTPError.notWritten("postStrict", in: "Sources/AllThings/Handlers/PostStrict.swift")
    }
}
