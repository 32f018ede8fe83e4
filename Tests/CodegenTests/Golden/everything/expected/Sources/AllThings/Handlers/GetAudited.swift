import GatewayRuntime

extension AllThingsService: GetAudited.Handler {
    /// Answers `GET /audited`.
    func getAudited(_ input: GetAudited.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("getAudited", in: "Sources/AllThings/Handlers/GetAudited.swift")
    }
}
