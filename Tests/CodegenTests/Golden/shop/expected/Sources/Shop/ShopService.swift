import GatewayRuntime

/// What the handlers share: databases, clients, clocks.
struct ShopService: ShopAPI {
    let config: ShopConfig
    let hubs: ShopHubs
}
