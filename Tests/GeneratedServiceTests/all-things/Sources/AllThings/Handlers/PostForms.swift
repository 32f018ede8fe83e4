import GatewayRuntime

extension AllThingsService: PostForms.Handler {
    func postForms(_ input: PostForms.Input, _ context: RequestContext) async throws -> Forms {
        input.body
    }
}
