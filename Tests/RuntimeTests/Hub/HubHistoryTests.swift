import Testing

@testable import GatewayRuntime

@Suite("A hub's history, without sockets")
struct HubHistoryTests {
    private static let resuming = NegotiatedHandshake(subprotocol: "hub.v1")

    /// A hub whose clients say JSON, which goes to the room.
    private func makeHub(_ size: Int = 3, ttl: Duration? = nil, isText: Bool = false, loops: Int = 1)
        -> ManualHub<ClosureHandler>
    {
        ManualHub(HubSettings(history: HubHistory(size: size, ttl: ttl, isText: isText)), loops: loops) { _ in
            ClosureHandler(onReceived: { message, client in
                client.room.send(message)
                client.send(WebSocketMessage(text: #""heard""#))
            })
        }
    }

    private func epoch(_ hub: ManualHub<ClosureHandler>) throws -> String {
        let newcomer = try hub.connect("newcomer", handshake: Self.resuming)
        let first = try #require(newcomer.texts().first)
        newcomer.send(ClientFrame.close(1000))
        let parts = first.split(separator: "\"")
        let name = try #require(parts.firstIndex(of: "epoch"))
        return String(parts[name + 2])
    }

    @Test("a client that speaks hub.v1 is told where it stands, and each message's offset; others get bare messages")
    func envelopes() throws {
        let hub = makeHub()
        let plain = try hub.connect("plain")
        let ann = try hub.connect("ann", handshake: Self.resuming)
        plain.say("1")
        hub.settle()
        plain.say("[2]")
        hub.settle()
        #expect(plain.texts() == ["1", #""heard""#, "[2]", #""heard""#])
        let epoch = try epoch(hub)
        let place = #""room":"main","epoch":"\#(epoch)","offset":"#
        #expect(
            ann.texts() == [
                #"{"type":"position",\#(place)0}"#, #"{"type":"message",\#(place)1,"message":1}"#,
                #"{"type":"message",\#(place)2,"message":[2]}"#,
            ])
        ann.say("3")
        hub.settle()
        #expect(
            ann.texts() == [
                #"{"type":"message",\#(place)3,"message":3}"#, #"{"type":"message","message":"heard"}"#,
            ])
    }

    @Test("a client that comes back gets what it missed, then what is new, each once and in order")
    func resumes() throws {
        let hub = makeHub(10)
        let ann = try hub.connect("ann")
        for number in 1...5 { ann.say("\(number)") }
        hub.settle()
        let epoch = try epoch(hub)
        let back = try hub.connect("back", handshake: Self.resuming, after: "\(epoch):3")
        ann.say("6")
        hub.settle()
        #expect(offsets(back) == ["position 3", "message 4", "message 5", "message 6"])
        #expect(hub.hub.metrics.replayed == 2)
        #expect(hub.hub.metrics.gaps == 0)
    }

    @Test(
        "one that comes too late, from another epoch, or from the future is told of a gap and gets all that is kept",
        arguments: ["E:1", "other:4", "E:99"])
    func gaps(after: String) throws {
        let hub = makeHub(3)
        let ann = try hub.connect("ann")
        for number in 1...6 { ann.say("\(number)") }
        hub.settle()
        let epoch = try epoch(hub)
        let back = try hub.connect("back", handshake: Self.resuming, after: after.replacing("E", with: epoch))
        #expect(offsets(back) == ["gap 3", "message 4", "message 5", "message 6"])
        #expect(hub.hub.metrics.gaps == 1)
    }

    @Test("after=0 brings all that is kept, to a plain client too, and a plain client gets no envelopes")
    func everything() throws {
        let hub = makeHub(2)
        let ann = try hub.connect("ann")
        for number in 1...4 { ann.say("\(number)") }
        hub.settle()
        #expect(try hub.connect("plain", after: "0").texts() == ["3", "4"])
        #expect(try hub.connect("fresh").texts() == [])
        let back = try hub.connect("back", handshake: Self.resuming, after: "0")
        #expect(offsets(back) == ["position 2", "message 3", "message 4"])
    }

    @Test("what is older than the time to live is forgotten")
    func expires() throws {
        var history = RoomHistory(room: "main", size: 10, ttl: 1000, epoch: "e")
        for number in 0..<5 {
            _ = history.add(WebSocketMessage(text: "\(number)").frame, now: UInt64(number) * 400)
        }
        let found = history.after(try HistoryRequest("e:0"), now: 1700)
        #expect(found.isGap && found.start == 2)
        #expect(found.frames.map { String(decoding: $0.payload, as: UTF8.self) } == ["2", "3", "4"])
        #expect(history.after(try HistoryRequest("e:5"), now: 9000).frames.isEmpty)
        #expect(!history.after(try HistoryRequest("e:5"), now: 9000).isGap)
    }

    @Test("raw text lies in its envelope as a string")
    func rawText() throws {
        let hub = makeHub(isText: true)
        let ann = try hub.connect("ann", handshake: Self.resuming)
        ann.say(#"say "hi""#)
        hub.settle()
        #expect(ann.texts().contains { $0.hasSuffix(#""offset":1,"message":"say \"hi\""}"#) })
    }

    @Test("what is on its way between loops while a client joins comes once", arguments: 0..<8)
    func races(turns: Int) throws {
        let hub = makeHub(1000, loops: 2)
        let here = try hub.connect("here", loop: 0)
        let there = try hub.connect("there", loop: 1)
        let epoch = try epoch(hub)
        // Sent, but not yet taken in by the other loop.
        for number in 1...3 { hub.turn(0) { here.deliver(ClientFrame.text("\(number)")) } }
        for _ in 0..<turns / 4 { hub.turn(1) }
        let back = try hub.connect("back", loop: 1, handshake: Self.resuming, after: "\(epoch):1")
        for number in 4...5 {
            hub.turn(turns % 2) { (turns % 2 == 0 ? here : there).deliver(ClientFrame.text("\(number)")) }
        }
        hub.settle()
        #expect(offsets(back) == ["position 1", "message 2", "message 3", "message 4", "message 5"])
        #expect(there.texts().filter { $0 != #""heard""# } == ["1", "2", "3", "4", "5"])
    }

    @Test("what a handler sends to a client and then to its room, or closes with, keeps its order")
    func order() throws {
        let handler = ClosureHandler(onReceived: { message, client in
            client.send(WebSocketMessage(text: "a"))
            client.room.send(WebSocketMessage(text: "b"))
            client.send(WebSocketMessage(text: "c"))
            client.close(code: .normalClosure, reason: "done")
        })
        let hub = ManualHub(HubSettings(history: HubHistory(size: 3))) { _ in handler }
        let ann = try hub.connect("ann")
        ann.say("x")
        hub.settle()
        #expect(ann.frames() == [.text("a"), .text("b"), .text("c"), .close(1000, "done")])
    }

    @Test(
        "an 'after' of another form is refused",
        arguments: ["", "x", "1", ":3", "e:", "e:-1", "e:1:2", "e:9999999999999999999"])
    func malformed(text: String) {
        #expect(throws: HTTPError.self) { try HistoryRequest(text) }
    }

    /// `message 4` for the frame of the fourth message.
    private func offsets(_ client: ManualClient) -> [String] {
        client.texts().map { text in
            let parts = text.split(separator: "\"")
            let type = parts.firstIndex(of: "type").map { parts[$0 + 2] } ?? "?"
            guard let at = parts.firstIndex(of: "offset") else { return String(type) }
            return "\(type) \(parts[at + 1].filter { $0.isNumber })"
        }
    }
}
