import GatewayRuntime

extension AllThingsService: TakeSigned.Handler {
    /// Answers `POST /guarded/signed`.
    func takeSigned(_ input: TakeSigned.Input, _ context: RequestContext) async throws -> Talk {
        throw HTTPError.notWritten("takeSigned", in: "Sources/AllThings/Handlers/TakeSigned.swift")
    }
}
