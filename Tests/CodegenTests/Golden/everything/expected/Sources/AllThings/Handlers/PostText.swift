import GatewayRuntime

extension AllThingsService: PostText.Handler {
    /// Answers `POST /raw/text`.
    func postText(_ input: PostText.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("postText", in: "Sources/AllThings/Handlers/PostText.swift")
    }
}
