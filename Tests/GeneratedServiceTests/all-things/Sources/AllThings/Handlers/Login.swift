import GatewayRuntime

extension AllThingsService: Login.Handler {
    func login(_ input: Login.Input, _ context: RequestContext) async throws {
        guard input.user == "ann", input.remember == true else { throw HTTPError.forbidden("not you") }
    }
}
