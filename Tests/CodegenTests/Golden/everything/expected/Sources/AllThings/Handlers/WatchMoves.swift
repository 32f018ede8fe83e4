import GatewayRuntime

extension AllThingsService: WatchMoves.Handler {
    /// Answers `GET /moves`.
    func watchMoves(_ input: WatchMoves.Input, _ context: RequestContext) async throws -> EventStream<Output> {
        throw HTTPError.notWritten("watchMoves", in: "Sources/AllThings/Handlers/WatchMoves.swift")
    }
}
