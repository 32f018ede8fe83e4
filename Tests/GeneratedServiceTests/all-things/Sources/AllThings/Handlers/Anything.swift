import GatewayRuntime

extension AllThingsService: Anything.Handler {
    func anything(_ input: Anything.Input, _ context: RequestContext) async throws {
        guard input.default == "yes" else { throw HTTPError.notFound() }
    }
}
