import GatewayRuntime

extension AllThingsService: PutPicture.Handler {
    /// Answers `PUT /raw/picture`.
    func putPicture(_ input: PutPicture.Input, _ context: RequestContext) async throws -> String {
        throw HTTPError.notWritten("putPicture", in: "Sources/AllThings/Handlers/PutPicture.swift")
    }
}
