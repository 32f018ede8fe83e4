import GatewayRuntime

extension AllThingsService: PostTree.Handler {
    /// Answers `POST /trees`.
    func postTree(_ input: PostTree.Input, _ context: RequestContext) async throws -> Tree {
        throw HTTPError.notWritten("postTree", in: "Sources/AllThings/Handlers/PostTree.swift")
    }
}
