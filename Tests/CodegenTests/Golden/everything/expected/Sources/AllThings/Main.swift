import GatewayRuntime

@main
enum Main {
    static func main() async {
        await Service.run(AllThingsService.self) { config, hubs in
            AllThingsService(config: config, hubs: hubs)
        }
    }
}
