import GatewayRuntime

extension AllThingsService: GetScalars.Handler {
    /// Answers `GET /scalars`.
    func getScalars(_ input: GetScalars.Input, _ context: RequestContext) async throws -> Scalars {
        throw HTTPError.notWritten("getScalars", in: "Sources/AllThings/Handlers/GetScalars.swift")
    }
}
