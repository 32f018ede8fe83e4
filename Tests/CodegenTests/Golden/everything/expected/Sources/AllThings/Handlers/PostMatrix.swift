import GatewayRuntime

extension AllThingsService: PostMatrix.Handler {
    /// Answers `POST /matrix`.
    func postMatrix(_ input: PostMatrix.Input, _ context: RequestContext) async throws -> Double {
        throw HTTPError.notWritten("postMatrix", in: "Sources/AllThings/Handlers/PostMatrix.swift")
    }
}
