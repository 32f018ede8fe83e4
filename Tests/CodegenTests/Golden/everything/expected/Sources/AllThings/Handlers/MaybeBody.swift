import GatewayRuntime

extension AllThingsService: MaybeBody.Handler {
    /// Answers `POST /optional`.
    func maybeBody(_ input: MaybeBody.Input, _ context: RequestContext) async throws -> Tree {
        throw HTTPError.notWritten("maybeBody", in: "Sources/AllThings/Handlers/MaybeBody.swift")
    }
}
