import GatewayRuntime
import Testing

@testable import Shop

@Suite("shop")
struct ShopServiceTests {
    @Test("the routes of the spec are there")
    func routes() {
        var routes = Routes()
        ShopService.test().register(on: &routes)
        #expect(routes.requestLines.contains("GET /"))
    }

    @Test("listProducts is still to be written")
    func listProducts() async {
        // Once it is written, say here what it shall do.
        let input = ListProducts.Input()
        await #expect(throws: HTTPError.self) {
            try await ShopService.test().listProducts(input, .test)
        }
    }

    @Test("whoever is known may come to the hub desk")
    func deskHub() async throws {
        let input = DeskHubInput(user: "ann", room: "main", topic: nil)
        _ = try await DeskHub(service: .test()).connecting(input, .test)
    }
}

extension ShopService {
    /// The service with its default settings and empty hubs. What it shares, tests replace here.
    static func test() -> ShopService {
        ShopService(config: ShopConfig(settings: ServiceSettings()), hubs: ShopHubs(ServiceSettings()))
    }
}
