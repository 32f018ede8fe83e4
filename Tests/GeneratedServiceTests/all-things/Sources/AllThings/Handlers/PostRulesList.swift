import GatewayRuntime

extension AllThingsService: PostRulesList.Handler {
    func postRulesList(_ input: PostRulesList.Input, _ context: RequestContext) async throws -> [String] {
        input.body.reversed()
    }
}
