import GatewayRuntime
import Testing

@testable import AllThings

@Suite("all-things")
struct AllThingsServiceTests {
    @Test("the routes of the spec are there")
    func routes() {
        var routes = Routes()
        AllThingsService.test().register(on: &routes)
        #expect(routes.requestLines.contains("GET /"))
    }

    @Test("getScalars is still to be written")
    func getScalars() async {
        // Once it is written, say here what it shall do.
        let input = GetScalars.Input()
        await #expect(throws: HTTPError.self) {
            try await AllThingsService.test().getScalars(input, .test)
        }
    }

    @Test("anyone may come to the hub lobby")
    func lobbyHub() async throws {
        let input = LobbyHubInput(user: "ann", room: "main", pathRoom: nil, name: "example", level: nil)
        _ = try await LobbyHub(service: .test()).connecting(input, .test)
    }
}

extension AllThingsService {
    /// The service with its default settings and empty hubs. What it shares, tests replace here.
    static func test() -> AllThingsService {
        AllThingsService(config: AllThingsConfig(settings: ServiceSettings()), hubs: AllThingsHubs(ServiceSettings()))
    }
}
