import GatewayRuntime

/// What the handlers share: databases, clients, clocks.
struct CatalogService: CatalogAPI {
    let config: CatalogConfig
    let hubs: CatalogHubs
}
