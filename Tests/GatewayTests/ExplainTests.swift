import Gateway
import Testing

@Suite("gateway explain")
struct ExplainTests {
    private static let text = """
        types:
          Say: { text: string }
        routes:
          GET /: { redirect: { to: /hello } }
          GET /hello: { respond: { text: hi } }
          GET /rooms: { presence: chat }
          GET /rooms/{room}: { handler: showRoom, returns: Say }
          WS /ws/{room}: { hub: chat, room: "{path.room}" }
        hubs:
          chat: { receives: Say, sends: Say }
        """

    @Test(
        "the route that answers, and what it does",
        arguments: [
            ("GET", "/", true, "GET / → 302 to /hello"),
            ("HEAD", "/hello", true, "GET /hello → a fixed answer, status 200"),
            ("GET", "/rooms", true, "GET /rooms → rooms of the hub 'chat'"),
            ("GET", "/rooms/a?b=c", true, "GET /rooms/{room} → 501 here: the handler 'showRoom' needs code"),
            ("WS", "/ws/a", true, "WS /ws/{room} → WebSocket of the hub 'chat'"),
            ("GET", "/ws/a", false, "426"), ("POST", "/hello", false, "405: this path answers"),
            ("GET", "/nowhere", false, "404"), ("GET", "/a/../b", false, "400"), ("GET", "/a%00", false, "400"),
        ])
    func explains(method: String, target: String, isFound: Bool, start: String) throws {
        let answer = GatewayService(try spec(Self.text)).explain(method: method, target: target)
        #expect(answer.isFound == isFound)
        #expect(answer.text.hasPrefix(start), "\(answer.text)")
    }
}
