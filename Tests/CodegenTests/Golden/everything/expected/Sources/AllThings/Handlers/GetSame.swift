import GatewayRuntime

extension AllThingsService: GetSame.Handler {
    /// Answers `GET /guarded/same`.
    func getSame(_ input: GetSame.Input, _ context: RequestContext) async throws -> Who {
        throw HTTPError.notWritten("getSame", in: "Sources/AllThings/Handlers/GetSame.swift")
    }
}
