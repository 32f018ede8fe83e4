import GatewayRuntime

extension AllThingsService: PostRules.Handler {
    func postRules(_ input: PostRules.Input, _ context: RequestContext) async throws -> Rules {
        input.body
    }
}
