import GatewayRuntime

extension AllThingsService: PostNumber.Handler {
    /// Answers `POST /number`.
    func postNumber(_ input: PostNumber.Input, _ context: RequestContext) async throws -> [Int] {
        throw HTTPError.notWritten("postNumber", in: "Sources/AllThings/Handlers/PostNumber.swift")
    }
}
