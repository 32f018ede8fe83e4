import GatewayRuntime

@main
enum Main {
    static func main() async {
        await Service.run(ChatService.self) { config, hubs in
            ChatService(config: config, hubs: hubs)
        }
    }
}
