import GatewayRuntime

extension AllThingsService: PatchWords.Handler {
    /// Answers `PATCH /words`.
    func patchWords(_ input: PatchWords.Input, _ context: RequestContext) async throws -> Words {
        throw HTTPError.notWritten("patchWords", in: "Sources/AllThings/Handlers/PatchWords.swift")
    }
}
