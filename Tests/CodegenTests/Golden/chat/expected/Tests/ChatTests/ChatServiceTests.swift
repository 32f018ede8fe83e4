import GatewayRuntime
import Testing

@testable import Chat

@Suite("chat")
struct ChatServiceTests {
    @Test("the routes of the spec are there")
    func routes() {
        var routes = Routes()
        ChatService.test().register(on: &routes)
        #expect(routes.requestLines.contains("GET /"))
    }

    @Test("postMessage is still to be written")
    func postMessage() async {
        // Once it is written, say here what it shall do.
        let input = PostMessage.Input(room: "example", body: Post(user: "example", text: "example"))
        await #expect(throws: HTTPError.self) {
            try await ChatService.test().postMessage(input, .test)
        }
    }

    @Test("anyone may come to the hub chat")
    func chatHub() async throws {
        let input = ChatHubInput(user: "ann", room: "main", name: "example")
        _ = try await ChatHub(service: .test()).connecting(input, .test)
    }
}

extension ChatService {
    /// The service with its default settings and empty hubs. What it shares, tests replace here.
    static func test() -> ChatService {
        ChatService(config: ChatConfig(settings: ServiceSettings()), hubs: ChatHubs(ServiceSettings()))
    }
}
