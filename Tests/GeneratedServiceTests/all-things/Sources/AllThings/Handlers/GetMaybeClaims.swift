import GatewayRuntime

extension AllThingsService: GetMaybeClaims.Handler {
    func getMaybeClaims(_ input: GetMaybeClaims.Input, _ context: RequestContext) async throws -> Who {
        Who(name: input.claims?.sub ?? "nobody", scheme: input.identity?.scheme ?? "none", role: input.claims?.role)
    }
}
