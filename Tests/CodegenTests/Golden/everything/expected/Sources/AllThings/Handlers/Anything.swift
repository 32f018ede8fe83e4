import GatewayRuntime

extension AllThingsService: Anything.Handler {
    /// Answers `ANY /any/{default}`.
    func anything(_ input: Anything.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("anything", in: "Sources/AllThings/Handlers/Anything.swift")
    }
}
