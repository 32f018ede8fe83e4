import GatewayRuntime

extension AllThingsService: GetBytes.Handler {
    /// Answers `GET /bytes/{name*}`.
    func getBytes(_ input: GetBytes.Input, _ context: RequestContext) async throws -> [UInt8] {
        throw HTTPError.notWritten("getBytes", in: "Sources/AllThings/Handlers/GetBytes.swift")
    }
}
