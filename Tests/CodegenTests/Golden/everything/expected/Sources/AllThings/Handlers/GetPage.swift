import GatewayRuntime

extension AllThingsService: GetPage.Handler {
    /// Answers `GET /page`.
    func getPage(_ input: GetPage.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("getPage", in: "Sources/AllThings/Handlers/GetPage.swift")
    }
}
