import GatewayRuntime

extension AllThingsService: GetInnerMe.Handler {
    func getInnerMe(_ input: GetInnerMe.Input, _ context: RequestContext) async throws -> Person {
        Person(createdAt: .now, name: input.tenant, children: [])
    }
}
