import GatewayRuntime

extension ShopService: AddPicture.Handler {
    /// Answers `POST /staff/products/{sku}/pictures`.
    func addPicture(_ input: AddPicture.Input, _ context: RequestContext) async throws -> URL {
        throw HTTPError.notWritten("addPicture", in: "Sources/Shop/Handlers/AddPicture.swift")
    }
}
