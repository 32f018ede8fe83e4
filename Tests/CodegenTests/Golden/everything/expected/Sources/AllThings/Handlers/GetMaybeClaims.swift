import GatewayRuntime

extension AllThingsService: GetMaybeClaims.Handler {
    /// Answers `GET /guarded/maybe/claims`.
    func getMaybeClaims(_ input: GetMaybeClaims.Input, _ context: RequestContext) async throws -> Who {
        throw HTTPError.notWritten("getMaybeClaims", in: "Sources/AllThings/Handlers/GetMaybeClaims.swift")
    }
}
