import GatewayRuntime

extension AllThingsService: TakeOdd.Handler {
    /// Answers `POST /odd`.
    func takeOdd(_ input: TakeOdd.Input, _ context: RequestContext) async throws -> Scores {
        throw HTTPError.notWritten("takeOdd", in: "Sources/AllThings/Handlers/TakeOdd.swift")
    }
}
