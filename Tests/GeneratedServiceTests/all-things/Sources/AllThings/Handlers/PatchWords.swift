import GatewayRuntime

extension AllThingsService: PatchWords.Handler {
    func patchWords(_ input: PatchWords.Input, _ context: RequestContext) async throws -> Words {
        input.body
    }
}
