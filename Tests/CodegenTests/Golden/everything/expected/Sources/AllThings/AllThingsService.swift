import GatewayRuntime

/// What the handlers share: databases, clients, clocks.
struct AllThingsService: AllThingsAPI {
    let config: AllThingsConfig
    let hubs: AllThingsHubs
}
