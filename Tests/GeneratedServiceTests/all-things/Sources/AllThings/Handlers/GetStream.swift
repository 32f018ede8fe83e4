import GatewayRuntime

extension AllThingsService: GetStream.Handler {
    func getStream(_ input: GetStream.Input, _ context: RequestContext) async throws -> Response {
        .text("streamed")
    }
}
