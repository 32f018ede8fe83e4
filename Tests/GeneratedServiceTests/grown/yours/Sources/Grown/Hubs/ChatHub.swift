import GatewayRuntime

struct ChatHub: ChatHubHandler {
    let service: GrownService

    struct State: Sendable { var name: String }

    func connecting(_ input: ChatHubInput, _ context: RequestContext) async throws -> State {
        if input.name == "nobody" { throw HTTPError.forbidden("say who you are") }
        return State(name: input.name)
    }

    func connected(_ client: ChatClient) { welcome(client) }

    func received(_ say: Say, from client: ChatClient) throws { relay(say, from: client) }

    func disconnected(_ client: ChatClient, _ close: CloseReason) { farewell(client) }
}
