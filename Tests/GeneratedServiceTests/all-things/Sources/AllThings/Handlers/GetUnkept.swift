import GatewayRuntime

extension AllThingsService: GetUnkept.Handler {
    func getUnkept(_ input: GetUnkept.Input, _ context: RequestContext) async throws -> String { "unkept" }
}
