import GatewayRuntime

extension AllThingsService: GetAudited.Handler {
    func getAudited(_ input: GetAudited.Input, _ context: RequestContext) async throws -> String { "audited" }
}
