import GatewayRuntime

extension AllThingsService: GetPage.Handler {
    func getPage(_ input: GetPage.Input, _ context: RequestContext) async throws -> String {
        "<p>page</p>"
    }
}
