import GatewayRuntime

extension AllThingsService: UploadPicture.Handler {
    /// Answers `POST /pictures`.
    func uploadPicture(_ input: UploadPicture.Input, _ context: RequestContext) async throws -> [String] {
        throw HTTPError.notWritten("uploadPicture", in: "Sources/AllThings/Handlers/UploadPicture.swift")
    }
}
