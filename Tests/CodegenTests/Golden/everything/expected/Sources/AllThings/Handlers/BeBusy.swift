import GatewayRuntime

extension AllThingsService: BeBusy.Handler {
    /// Answers `GET /busy`.
    func beBusy(_ input: BeBusy.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("beBusy", in: "Sources/AllThings/Handlers/BeBusy.swift")
    }
}
