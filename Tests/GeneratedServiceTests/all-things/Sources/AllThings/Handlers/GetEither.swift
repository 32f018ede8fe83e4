import GatewayRuntime

extension AllThingsService: GetEither.Handler {
    func getEither(_ input: GetEither.Input, _ context: RequestContext) async throws -> Who {
        Who(name: input.identity.subject ?? "?", scheme: input.identity.scheme)
    }
}
