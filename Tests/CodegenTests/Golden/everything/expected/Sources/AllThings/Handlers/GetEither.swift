import GatewayRuntime

extension AllThingsService: GetEither.Handler {
    /// Answers `GET /guarded/either`.
    func getEither(_ input: GetEither.Input, _ context: RequestContext) async throws -> Who {
        throw HTTPError.notWritten("getEither", in: "Sources/AllThings/Handlers/GetEither.swift")
    }
}
