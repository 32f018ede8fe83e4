import GatewayRuntime

extension AllThingsService: PostNumber.Handler {
    func postNumber(_ input: PostNumber.Input, _ context: RequestContext) async throws -> [Int] {
        Array(repeating: input.body, count: input.body)
    }
}
