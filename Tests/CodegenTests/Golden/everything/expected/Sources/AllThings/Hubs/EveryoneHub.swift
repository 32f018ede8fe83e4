import GatewayRuntime

struct EveryoneHub: EveryoneHubHandler {
    let service: AllThingsService

    /// What this hub keeps for each client, besides its name and room. Yours to fill.
    struct State: Sendable {}

    /// Someone wants in. Throw an `HTTPError` to refuse them with its status.
    func connecting(_ input: EveryoneHubInput, _ context: RequestContext) async throws -> State {
        State()
    }

    /// A client is in its room. The spec's welcome greets it and tells the others.
    func connected(_ client: EveryoneClient) {
        welcome(client)
    }

    /// A client said something. The spec's relay sends it on; put your own here instead.
    func received(_ message: WebSocketMessage, from client: EveryoneClient) throws {
        relay(message, from: client)
    }

    /// A client has gone. The spec's farewell tells the others.
    func disconnected(_ client: EveryoneClient, _ close: CloseReason) {
        farewell(client)
    }
}
