import GatewayRuntime

/// What the handlers share: databases, clients, clocks.
struct ChatService: ChatAPI {
    let config: ChatConfig
    let hubs: ChatHubs
}
