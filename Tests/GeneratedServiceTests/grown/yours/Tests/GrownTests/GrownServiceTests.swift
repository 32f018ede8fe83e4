import GatewayRuntime
import Testing

@testable import Grown

@Suite("what the user wrote before there was auth")
struct MyTests {
    @Test("handlers and hubs are called as they were")
    func same() async throws {
        #expect(try await GrownService.test().getItem(.init(id: 3), .test) == Item(id: 3, name: "item 3"))
        let item = Item(id: 4, name: "four")
        #expect(try await GrownService.test().addItem(.init(body: item), .test) == item)
        let hub = ChatHub(service: .test())
        #expect(try await hub.connecting(ChatHubInput(user: "ann", room: "main", name: "ann"), .test).name == "ann")
        await #expect(throws: HTTPError.self) {
            try await hub.connecting(ChatHubInput(user: "ann", room: "main", name: "nobody"), .test)
        }
    }
}

extension GrownService {
    static func test() -> GrownService {
        GrownService(config: GrownConfig(settings: ServiceSettings()), hubs: GrownHubs(ServiceSettings()))
    }
}
