import GatewayRuntime

extension AllThingsService: GetUnkept.Handler {
    /// Answers `GET /unkept`.
    func getUnkept(_ input: GetUnkept.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("getUnkept", in: "Sources/AllThings/Handlers/GetUnkept.swift")
    }
}
