import GatewayRuntime

extension AllThingsService: PostWord.Handler {
    func postWord(_ input: PostWord.Input, _ context: RequestContext) async throws -> Role {
        input.body
    }
}
