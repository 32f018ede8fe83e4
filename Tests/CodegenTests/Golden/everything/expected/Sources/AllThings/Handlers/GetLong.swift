import GatewayRuntime

extension AllThingsService: GetLong.Handler {
    /// Answers `GET /long`.
    func getLong(_ input: GetLong.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("getLong", in: "Sources/AllThings/Handlers/GetLong.swift")
    }
}
