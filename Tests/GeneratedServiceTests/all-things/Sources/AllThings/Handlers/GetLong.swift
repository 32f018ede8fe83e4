import GatewayRuntime

extension AllThingsService: GetLong.Handler {
    func getLong(_ input: GetLong.Input, _ context: RequestContext) async throws -> String {
        String(repeating: "long ", count: 1000)
    }
}
