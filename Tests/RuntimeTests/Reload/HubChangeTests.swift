import Testing

@testable import GatewayRuntime

@Suite("A hub whose settings change, without sockets")
struct HubChangeTests {
    @Test("a new rate and a new timeout hold for clients that are there; nobody is closed by the change")
    func clientsThatAreThere() throws {
        let hub = ManualHub(HubSettings(ping: .seconds(54), timeout: .seconds(60))) { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        let ben = try hub.connect("ben")
        for _ in 0..<20 { ann.say("x") }
        #expect(!ann.transport.isClosed)
        var settings = hub.hub.settings
        settings.rate = MessageRate(messages: 2)
        settings.ping = .seconds(5)
        settings.timeout = .seconds(10)
        hub.hub.change(to: settings)
        hub.settle()
        #expect(hub.hub.settings == settings)
        #expect(hub.hub.clientCount == 2)
        for _ in 0..<5 { ann.say("x") }
        #expect(hub.hub.metrics.rateLimited == 1)
        #expect(!ben.transport.isClosed)
        hub.advance(milliseconds: 10_200)
        #expect(ben.transport.isClosed)
        #expect(hub.hub.metrics.timedOut == 1)
    }

    @Test("a new limit of connections turns away the next client, and lets it in when it is higher again")
    func places() throws {
        let hub = ManualHub(HubSettings(connections: 2)) { _ in ClosureHandler() }
        let clients = try ["ann", "ben"].map { try hub.connect($0) }
        #expect(throws: HTTPError.self) { _ = try hub.connect("cem") }
        hub.hub.change(to: HubSettings(connections: 3))
        _ = try hub.connect("cem")
        hub.hub.change(to: HubSettings(connections: 1))
        #expect(throws: HTTPError.self) { _ = try hub.connect("dee") }
        for client in clients { #expect(!client.transport.isClosed) }
        #expect(hub.hub.clientCount == 3)
    }

    @Test("handshakes are checked against the origins that hold now")
    func origins() throws {
        var routes = Routes()
        let hub = Hub<WebSocketMessage>("chat")
        routes.webSocket("/ws", hub: hub, handler: ClosureHandler()) { _ in
            HubAdmission(input: "", user: nil, room: "main")
        }
        guard case .webSocket(let endpoint) = try #require(routes.entries.first).endpoint else {
            Issue.record("no WebSocket")
            return
        }
        #expect(endpoint.policy.deflate == nil)
        hub.change(to: HubSettings(origins: .any, compress: true))
        #expect(endpoint.policy.deflate != nil)
        #expect(endpoint.policy.origins == .any)
    }
}
