import GatewayRuntime

extension AllThingsService: BeBusy.Handler {
    func beBusy(_ input: BeBusy.Input, _ context: RequestContext) async throws -> String {
        try await Task.sleep(for: input.wait)
        return "done"
    }
}
