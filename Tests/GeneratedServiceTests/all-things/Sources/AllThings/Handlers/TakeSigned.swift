import GatewayRuntime

extension AllThingsService: TakeSigned.Handler {
    func takeSigned(_ input: TakeSigned.Input, _ context: RequestContext) async throws -> Talk {
        Talk(text: "\(input.identity.subject ?? "?"): \(input.body.text)")
    }
}
