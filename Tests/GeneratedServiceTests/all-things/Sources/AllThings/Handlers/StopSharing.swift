import GatewayRuntime

extension AllThingsService: StopSharing.Handler {
    func stopSharing(_ input: StopSharing.Input, _ context: RequestContext) async throws -> String { "stopped" }
}
