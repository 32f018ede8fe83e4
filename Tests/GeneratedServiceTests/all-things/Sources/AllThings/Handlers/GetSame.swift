import GatewayRuntime

extension AllThingsService: GetSame.Handler {
    func getSame(_ input: GetSame.Input, _ context: RequestContext) async throws -> Who {
        Who(name: input.claims.sub, scheme: input.identity.scheme, role: input.claims.role)
    }
}
