import GatewayRuntime

extension AllThingsService: PostTree.Handler {
    func postTree(_ input: PostTree.Input, _ context: RequestContext) async throws -> Tree {
        input.body
    }
}
