import GatewayRuntime

extension AllThingsService: StopSharing.Handler {
    /// Answers `DELETE /shared/listed`.
    func stopSharing(_ input: StopSharing.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("stopSharing", in: "Sources/AllThings/Handlers/StopSharing.swift")
    }
}
