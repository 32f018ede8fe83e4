import GatewayRuntime

extension AllThingsService: GetText.Handler {
    func getText(_ input: GetText.Input, _ context: RequestContext) async throws -> String {
        "plain"
    }
}
