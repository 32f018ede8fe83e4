import GatewayRuntime

extension AllThingsService: GetMaybe.Handler {
    /// Answers `GET /guarded/maybe`.
    func getMaybe(_ input: GetMaybe.Input, _ context: RequestContext) async throws -> Who {
        throw HTTPError.notWritten("getMaybe", in: "Sources/AllThings/Handlers/GetMaybe.swift")
    }
}
