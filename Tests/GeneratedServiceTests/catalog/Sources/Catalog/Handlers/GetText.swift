import GatewayRuntime

extension CatalogService: GetText.Handler {
    func getText(_ input: GetText.Input, _ context: RequestContext) async throws -> String { "text" }
}
