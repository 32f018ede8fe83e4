import GatewayRuntime

extension AllThingsService: PostMatrix.Handler {
    func postMatrix(_ input: PostMatrix.Input, _ context: RequestContext) async throws -> Double {
        input.body.joined().reduce(0, +)
    }
}
