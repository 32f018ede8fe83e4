import GatewayRuntime

extension AllThingsService: PutWho.Handler {
    /// Answers `POST /guarded/me/{name}`.
    func putWho(_ input: PutWho.Input, _ context: RequestContext) async throws -> Who {
        throw HTTPError.notWritten("putWho", in: "Sources/AllThings/Handlers/PutWho.swift")
    }
}
