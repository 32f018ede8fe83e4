import GatewayRuntime

extension AllThingsService: PostText.Handler {
    func postText(_ input: PostText.Input, _ context: RequestContext) async throws -> String {
        "\(input.body.count) \(input.body)"
    }
}
