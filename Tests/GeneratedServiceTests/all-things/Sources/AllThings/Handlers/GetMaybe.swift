import GatewayRuntime

extension AllThingsService: GetMaybe.Handler {
    func getMaybe(_ input: GetMaybe.Input, _ context: RequestContext) async throws -> Who {
        Who(name: input.identity?.subject ?? "nobody", scheme: input.identity?.scheme ?? "none")
    }
}
