import GatewayRuntime

extension CatalogService: Later.Handler {
    /// Answers `GET /later`.
    func later(_ input: Later.Input, _ context: RequestContext) async throws -> Item {
        throw HTTPError.notWritten("later", in: "Sources/Catalog/Handlers/Later.swift")
    }
}
