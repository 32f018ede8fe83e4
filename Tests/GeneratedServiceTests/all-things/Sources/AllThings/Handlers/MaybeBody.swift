import GatewayRuntime

extension AllThingsService: MaybeBody.Handler {
    func maybeBody(_ input: MaybeBody.Input, _ context: RequestContext) async throws -> Tree {
        .leaf(Leaf(value: input.body.count))
    }
}
