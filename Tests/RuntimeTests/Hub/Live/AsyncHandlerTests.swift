import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("Handlers that wait", .timeLimit(.minutes(10)))
struct AsyncHandlerTests {
    /// Waits in `received` until it is let on.
    private struct Gated: AsyncHubHandler {
        let gate = Signal()
        let log = EventLog()

        func connecting(_ input: String, _ context: RequestContext) async throws {}
        func connected(_ client: HubClient<Void, WebSocketMessage>) async {
            await Task.yield()
            log.add("+\(client.user)")
        }
        func received(_ message: WebSocketMessage, from client: HubClient<Void, WebSocketMessage>) async throws {
            await gate.wait()
            if message.text == "bad" { throw HTTPError.conflict("no") }
            log.add("\(client.user) \(message.text)")
            client.send(message)
        }
        func disconnected(_ client: HubClient<Void, WebSocketMessage>, _ close: CloseReason) async {
            await Task.yield()
            log.add("-\(client.user)")
        }
    }

    private func start(_ handler: Gated, inbox: Int = 4) async throws -> LiveHub {
        try await LiveHub(HubSettings(message: 1 << 20, inbox: inbox)) { routes, hub in
            routes.webSocket("/ws", hub: hub, handler: handler, input: LiveHub.admission)
        }
    }

    @Test("the events of one client come one after another, in order, and end with disconnected")
    func order() async throws {
        let handler = Gated()
        handler.gate.send()
        let live = try await start(handler)
        let ann = try await live.connect("ann")
        for number in 0..<200 { ann.push(ClientFrame.text("\(number)")) }
        ann.push(ClientFrame.text("bad"))
        ann.push(ClientFrame.text("last"))
        #expect(await ann.texts(200) == (0..<200).map { "\($0)" })
        #expect(
            await ann.texts(2) == [#"{"type":"problem","title":"Conflict","status":409,"detail":"no"}"#, "last"])
        try await ann.send(ClientFrame.close(1000))
        await handler.log.wait { $0 == "-ann" }
        #expect(handler.log.all == ["+ann"] + (0..<200).map { "ann \($0)" } + ["ann last", "-ann"])
        await live.stop()
    }

    @Test("a slow handler stops the hub from reading from its client, and from nobody else")
    func bounded() async throws {
        let handler = Gated()
        let live = try await start(handler)
        let ann = try await live.connect("ann", receiveBuffer: 4096)
        let text = String(repeating: "x", count: 100_000)
        // More than sockets hold: a hub that read on would take all of it.
        let count = 300
        for number in 0..<count { ann.push(ClientFrame.text("\(number) \(text)")) }
        let bob = try await live.connect("bob")
        try await bob.say("hi")
        await handler.log.wait { $0 == "+bob" }
        // While the handler waits, at most the inbox and the frame under way were read.
        #expect(live.hub.metrics.messagesIn <= 12)
        handler.gate.send()
        #expect(await bob.texts(1) == ["hi"])
        var expected = 0
        while expected < count {
            let got = await ann.texts(1).first ?? ""
            guard got.hasPrefix("\(expected) ") else {
                Issue.record("\(got.prefix(8)) came where \(expected) was due")
                break
            }
            expected += 1
        }
        await live.stop()
    }
}
