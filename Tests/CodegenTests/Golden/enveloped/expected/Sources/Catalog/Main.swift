import GatewayRuntime

@main
enum Main {
    static func main() async {
        await Service.run(CatalogService.self) { config, hubs in
            CatalogService(config: config, hubs: hubs)
        }
    }
}
