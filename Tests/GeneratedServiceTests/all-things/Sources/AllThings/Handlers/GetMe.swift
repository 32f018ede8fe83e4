import GatewayRuntime

extension AllThingsService: GetMe.Handler {
    func getMe(_ input: GetMe.Input, _ context: RequestContext) async throws -> Person {
        throw Oops.secret
    }
}

private enum Oops: Error { case secret }
