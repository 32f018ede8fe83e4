import GatewayRuntime

extension ShopService: Subscribe.Handler {
    /// The form at the foot of every page, with or without scripts.
    func subscribe(_ input: Subscribe.Input, _ context: RequestContext) async throws {
        throw HTTPError.notWritten("subscribe", in: "Sources/Shop/Handlers/Subscribe.swift")
    }
}
