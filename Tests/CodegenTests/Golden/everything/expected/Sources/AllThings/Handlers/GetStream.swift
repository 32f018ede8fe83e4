import GatewayRuntime

extension AllThingsService: GetStream.Handler {
    /// Answers `GET /stream`.
    func getStream(_ input: GetStream.Input, _ context: RequestContext) async throws -> Response {
        throw HTTPError.notWritten("getStream", in: "Sources/AllThings/Handlers/GetStream.swift")
    }
}
