import GatewayRuntime

extension AllThingsService: PostScalars.Handler {
    func postScalars(_ input: PostScalars.Input, _ context: RequestContext) async throws -> [Scalars] {
        [input.body]
    }
}
