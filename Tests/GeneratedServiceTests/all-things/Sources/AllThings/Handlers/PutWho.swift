import GatewayRuntime

extension AllThingsService: PutWho.Handler {
    func putWho(_ input: PutWho.Input, _ context: RequestContext) async throws -> Who {
        Who(name: "\(input.claims.sub) \(input.name) \(input.body.text)", scheme: input.identity.scheme)
    }
}
