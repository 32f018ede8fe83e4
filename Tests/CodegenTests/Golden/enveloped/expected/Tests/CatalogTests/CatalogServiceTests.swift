import GatewayRuntime
import Testing

@testable import Catalog

@Suite("catalog")
struct CatalogServiceTests {
    @Test("the routes of the spec are there")
    func routes() {
        var routes = Routes()
        CatalogService.test().register(on: &routes)
        #expect(routes.requestLines.contains("GET /"))
    }

    @Test("later is still to be written")
    func later() async {
        // Once it is written, say here what it shall do.
        let input = Later.Input()
        await #expect(throws: HTTPError.self) {
            try await CatalogService.test().later(input, .test)
        }
    }
}

extension CatalogService {
    /// The service with its default settings and empty hubs. What it shares, tests replace here.
    static func test() -> CatalogService {
        CatalogService(config: CatalogConfig(settings: ServiceSettings()), hubs: CatalogHubs(ServiceSettings()))
    }
}
