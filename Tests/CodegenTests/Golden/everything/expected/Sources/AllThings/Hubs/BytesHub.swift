import GatewayRuntime

struct BytesHub: BytesHubHandler {
    let service: AllThingsService

    /// What this hub keeps for each client, besides its name and room. Yours to fill.
    struct State: Sendable {}

    /// Someone wants in. Throw an `HTTPError` to refuse them with its status.
    func connecting(_ input: BytesHubInput, _ context: RequestContext) async throws -> State {
        State()
    }

    /// A client is in its room. The spec's welcome greets it and tells the others.
    func connected(_ client: BytesClient) {
        welcome(client)
    }

    /// A client said something. The spec's relay sends it on; put your own here instead.
    func received(_ message: WebSocketMessage, from client: BytesClient) throws {
        relay(message, from: client)
    }

    /// A client has gone. The spec's farewell tells the others.
    func disconnected(_ client: BytesClient, _ close: CloseReason) {
        farewell(client)
    }
}
