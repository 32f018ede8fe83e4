import GatewayRuntime

extension AllThingsService: GetInnerMe.Handler {
    /// Somebody of a tenant.
    func getInnerMe(_ input: GetInnerMe.Input, _ context: RequestContext) async throws -> Person {
        throw HTTPError.notWritten("getInnerMe", in: "Sources/AllThings/Handlers/GetInnerMe.swift")
    }
}
