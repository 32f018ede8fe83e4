import GatewayRuntime

@main
enum Main {
    static func main() async {
        await Service.run(ShopService.self) { config, hubs in
            ShopService(config: config, hubs: hubs)
        }
    }
}
