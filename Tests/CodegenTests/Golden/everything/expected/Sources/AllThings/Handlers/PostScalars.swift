import GatewayRuntime

extension AllThingsService: PostScalars.Handler {
    /// Takes one and gives
    /// many.
    func postScalars(_ input: PostScalars.Input, _ context: RequestContext) async throws -> [Scalars] {
        throw HTTPError.notWritten("postScalars", in: "Sources/AllThings/Handlers/PostScalars.swift")
    }
}
