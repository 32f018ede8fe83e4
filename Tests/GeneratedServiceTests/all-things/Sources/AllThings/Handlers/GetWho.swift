import GatewayRuntime

extension AllThingsService: GetWho.Handler {
    func getWho(_ input: GetWho.Input, _ context: RequestContext) async throws -> Who {
        Who(
            name: input.claims.sub, scheme: input.identity.scheme, role: input.claims.role, tenant: input.claims.tenant)
    }
}
