import GatewayRuntime

extension CatalogService: GetText.Handler {
    /// Answers `GET /text`.
    func getText(_ input: GetText.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("getText", in: "Sources/Catalog/Handlers/GetText.swift")
    }
}
