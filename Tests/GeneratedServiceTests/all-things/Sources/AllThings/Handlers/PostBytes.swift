import GatewayRuntime

extension AllThingsService: PostBytes.Handler {
    func postBytes(_ input: PostBytes.Input, _ context: RequestContext) async throws -> [String: [[UInt8]]] {
        ["bytes": input.body]
    }
}
