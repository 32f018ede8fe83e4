import GatewayRuntime

extension AllThingsService: PostStream.Handler {
    /// Answers `POST /raw/stream`.
    func postStream(_ input: PostStream.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("postStream", in: "Sources/AllThings/Handlers/PostStream.swift")
    }
}
