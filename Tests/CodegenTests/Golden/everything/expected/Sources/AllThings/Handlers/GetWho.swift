import GatewayRuntime

extension AllThingsService: GetWho.Handler {
    /// Answers `GET /guarded/me`.
    func getWho(_ input: GetWho.Input, _ context: RequestContext) async throws -> Who {
        throw HTTPError.notWritten("getWho", in: "Sources/AllThings/Handlers/GetWho.swift")
    }
}
