import GatewayRuntime

extension AllThingsService: PostWord.Handler {
    /// Answers `POST /word`.
    func postWord(_ input: PostWord.Input, _ context: RequestContext) async throws -> Role {
        throw HTTPError.notWritten("postWord", in: "Sources/AllThings/Handlers/PostWord.swift")
    }
}
