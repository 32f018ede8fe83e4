import GatewayRuntime

extension AllThingsService: PutForms.Handler {
    /// Answers `PUT /forms/{id}`.
    func putForms(_ input: PutForms.Input, _ context: RequestContext) async throws -> [String: Person] {
        throw HTTPError.notWritten("putForms", in: "Sources/AllThings/Handlers/PutForms.swift")
    }
}
