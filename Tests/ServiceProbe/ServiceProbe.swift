import GatewayRuntime

/// A service as generated code makes one, for tests that start a process.
@main
enum Main {
    static func main() async {
        await Service.run(ProbeService.self) { config, hubs in
            if config.settings.app["broken"] != nil { throw ProbeError() }
            return ProbeService(config: config, hubs: hubs, limit: try config.settings.app.integer("limit") ?? 3)
        }
    }
}

struct ProbeError: Error {}

struct ProbeConfig: ServiceConfig {
    let settings: ServiceSettings
}

struct ProbeHubs: ServiceHubs {
    let chat: Hub<WebSocketMessage>

    init(_ settings: ServiceSettings) {
        chat = Hub("chat", settings.hub("chat", HubSettings(message: 4096)))
    }

    var all: [any AnyHub] { [chat] }
}

struct ProbeService: ServiceAPI {
    typealias Config = ProbeConfig

    let config: ProbeConfig
    let hubs: ProbeHubs
    let limit: Int

    /// With `app.stopping` it takes so long to close what is its own.
    var hooks: ServiceHooks {
        ServiceHooks(stopping: {
            guard let time = try config.settings.app.duration("stopping") else { return }
            try await Task.sleep(for: time)
        })
    }

    static var descriptor: ServiceDescriptor { ServiceDescriptor(name: "probe", title: "Probe", version: "1.2.3") }

    func register(on routes: inout Routes) {
        routes.respond(.get, "/hello", .text("Hello"))
        routes.handle(.get, "/items/{id}", name: "item") { request, _ in
            let id = request.integer("id", in: .path, as: Int.self)
            try request.finish()
            return .json(Item(id: id ?? 0))
        }
        routes.handle(.get, "/slow", name: "slow") { _, context in
            context.logger.info("slow begins")
            try await Task.sleep(for: .milliseconds(300))
            return .text("slow")
        }
        routes.webSocket("/ws", hub: hubs.chat, handler: ProbeHub()) { _ in
            HubAdmission(input: (), user: nil, room: "main")
        }
    }
}

struct Item: JSONObjectEncodable {
    let id: Int

    func encodeFields(to json: inout JSONWriter) {
        json.field("id", id)
    }
}

/// Sends everyone what anyone says.
struct ProbeHub: HubHandler {
    func connecting(_ input: Void, _ context: RequestContext) async throws {}
    func connected(_ client: HubClient<Void, WebSocketMessage>) {}
    func received(_ message: WebSocketMessage, from client: HubClient<Void, WebSocketMessage>) throws {
        client.room.send(message)
    }
    func disconnected(_ client: HubClient<Void, WebSocketMessage>, _ close: CloseReason) {}
}
