import GatewayRuntime

extension AllThingsService: GetBytes.Handler {
    func getBytes(_ input: GetBytes.Input, _ context: RequestContext) async throws -> [UInt8] {
        Array(input.name.utf8)
    }
}
