import GatewayRuntime

extension AllThingsService: PostStrict.Handler {
    func postStrict(_ input: PostStrict.Input, _ context: RequestContext) async throws -> Comment { input.body }
}
