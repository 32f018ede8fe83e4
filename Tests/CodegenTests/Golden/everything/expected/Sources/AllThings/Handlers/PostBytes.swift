import GatewayRuntime

extension AllThingsService: PostBytes.Handler {
    /// Answers `POST /rules/bytes`.
    func postBytes(_ input: PostBytes.Input, _ context: RequestContext) async throws -> [String: [[UInt8]]] {
        throw HTTPError.notWritten("postBytes", in: "Sources/AllThings/Handlers/PostBytes.swift")
    }
}
