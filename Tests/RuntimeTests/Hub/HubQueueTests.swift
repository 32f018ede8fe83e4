import Testing

@testable import GatewayRuntime

@Suite("Slow clients, without sockets")
struct HubQueueTests {
    private let word = String(repeating: "w", count: 98)  // A frame of 100 bytes.

    @Test("a client that cannot keep up is closed with 1013, and the others do not notice")
    func disconnect() throws {
        let log = Log<String>()
        let handler = ClosureHandler(onDisconnected: { log.add("\($0.user) \($1.code) \($1.reason)") })
        let hub = ManualHub(HubSettings(queue: 10)) { _ in handler }
        let ann = try hub.connect("ann")
        let slow = try hub.connect("slow")
        let bob = try hub.connect("bob")
        slow.transport.window = 150
        // One is through, one is under way, ten wait.
        for _ in 0..<12 { ann.say(word) }
        #expect(log.all == [])
        ann.say(word)
        #expect(log.all == ["slow 1013 messages came faster than this client read them"])
        ann.say("after")
        #expect(ann.texts().count == 14)
        #expect(bob.texts().count == 14)
        // What it had begun is finished, then it is told why.
        #expect(slow.frames().count == 1)
        slow.drain()
        #expect(slow.frames() == [.text(word), .close(1013, "messages came faster than this client read them")])
        slow.send(ClientFrame.close(1013))
        #expect(slow.transport.isClosed)
        #expect(hub.hub.metrics.slowClosed == 1)
    }

    @Test("a client that has caught up gets everything in order, cut anywhere")
    func catchUp() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 1
        for number in 0..<100 { ann.say("\(number) \(word)") }
        for step in [1, 2, 99, 1, 400, 7, 1024] { slow.drain(step) }
        for number in 100..<150 { ann.say("\(number) \(word)") }
        slow.drain()
        #expect(slow.texts() == (0..<150).map { "\($0) \(word)" })
        #expect(ann.texts().count == 150)
        #expect(hub.hub.metrics.slowClosed == 0)
        // From here on it is on the fast way again.
        ann.say("fast")
        #expect(slow.texts() == ["fast"])
    }

    @Test("a turn that brings more than a queue holds is sent in pieces, so that nobody is over the limit at once")
    func quantum() throws {
        let hub = ManualHub(HubSettings(queue: 8)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let bob = try hub.connect()
        hub.turn { ann.deliver((0..<40).flatMap { ClientFrame.text("\($0)") }) }
        #expect(bob.transport.writes == 20)
        #expect(bob.texts() == (0..<40).map { "\($0)" })
        #expect(hub.hub.metrics.slowClosed == 0)
    }

    @Test("answers and a room's messages of one turn arrive in the order in which they were sent")
    func repliesKeepTheirPlace() throws {
        let handler = ClosureHandler(onReceived: { message, client in
            if message.text.hasPrefix("me") {
                client.send(message)
            } else {
                client.room.send(message)
            }
        })
        let hub = ManualHub { _ in handler }
        let ann = try hub.connect()
        let bob = try hub.connect()
        for said in [["me 1"], ["me 1", "all 2"], ["all 1", "me 2"], ["me 1", "me 2", "all 3", "me 4", "all 5"]] {
            hub.turn { ann.deliver(said.flatMap { ClientFrame.text($0) }) }
            #expect(ann.texts() == said)
            #expect(bob.texts() == said.filter { $0.hasPrefix("all") })
        }
        // An answer and a pong, and one that waits behind a close.
        hub.turn { ann.deliver(ClientFrame.text("me 1") + ClientFrame.ping("p") + ClientFrame.close(1000)) }
        #expect(ann.frames() == [.text("me 1"), .pong("p"), .close(1000, "")])
    }

    @Test("dropOldest keeps the newest and the message under way")
    func dropOldest() throws {
        let hub = ManualHub(HubSettings(queue: 3, slow: .dropOldest)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 2
        for number in 0..<10 { ann.say("\(number)") }
        slow.drain()
        #expect(slow.texts() == ["0", "7", "8", "9"])
        #expect(hub.hub.metrics.dropped == 6)
    }

    @Test("dropNewest keeps the oldest")
    func dropNewest() throws {
        let hub = ManualHub(HubSettings(queue: 3, slow: .dropNewest)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 2
        hub.turn { for number in 0..<5 { ann.deliver(ClientFrame.text("\(number)")) } }
        for number in 5..<10 { ann.say("\(number)") }
        slow.drain()
        #expect(slow.texts() == ["0", "1", "2", "3"])
        #expect(hub.hub.metrics.dropped == 6)
    }

    @Test("conflate keeps the newest message of each key, those without a key, and their order")
    func conflate() throws {
        let settings = HubSettings(queue: 6, slow: .conflate, conflateBy: ["type", "key"])
        let hub = ManualHub(settings) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 2
        func quote(_ type: String, _ key: String, _ number: Int) -> String {
            #"{"type":"\#(type)","price":{"key":[1,"}"]},"key" : "\#(key)" ,"n":\#(number)}"#
        }
        // The first is under way; some of one turn, which lie in one buffer, and some each by itself.
        ann.say("begun")
        hub.turn {
            for text in [quote("a", "x", 1), quote("a", "y", 2), "plain", quote("a", "x", 3)] {
                ann.deliver(ClientFrame.text(text))
            }
        }
        for text in [quote("b", "x", 4), #"{"type":"a"}"#, quote("a", "y", 5)] { ann.say(text) }
        // Full twice: with the seventh that waits, and when two more came.
        ann.say(quote("a", "x", 6))
        ann.say(quote("a", "x", 7))
        slow.drain()
        #expect(
            slow.texts() == [
                "begun", "plain", quote("b", "x", 4), #"{"type":"a"}"#, quote("a", "y", 5), quote("a", "x", 7),
            ])
        #expect(hub.hub.metrics.conflated == 4)
        #expect(hub.hub.metrics.dropped == 0)
        #expect(ann.texts().count == 10)
    }

    @Test(
        "a client whose waiting messages all have other keys is closed with 1013 by conflate too",
        arguments: [["key"], []])
    func conflateInVain(fields: [String]) throws {
        let hub = ManualHub(HubSettings(queue: 3, slow: .conflate, conflateBy: fields)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 2
        for number in 0..<5 { ann.say(#"{"key":\#(fields.isEmpty ? 0 : number)}"#) }
        slow.drain()
        #expect(slow.frames().last == .close(1013, "messages came faster than this client read them"))
        #expect(hub.hub.metrics.slowClosed == 1)
    }

    @Test(
        "conflation tells messages apart that are sent compressed, or in a history's envelopes",
        arguments: [false, true])
    func conflateDialects(isEnveloped: Bool) throws {
        let settings = HubSettings(
            queue: 3, slow: .conflate, conflateBy: ["key"], history: isEnveloped ? HubHistory(size: 1) : nil,
            compress: true, compressThreshold: 0)
        let hub = ManualHub(settings) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect(
            handshake: NegotiatedHandshake(
                subprotocol: isEnveloped ? HubHistory.subprotocol : nil,
                deflate: WebSocketDeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: true)))
        _ = slow.frames()
        slow.transport.window = 0
        let padding = String(repeating: "x", count: 200)
        for number in 0..<20 {
            ann.say(#"{"key":\#(number % 2),"n":\#(number),"pad":"\#(padding)"}"#)
            hub.settle()
        }
        #expect(hub.hub.metrics.slowClosed == 0)
        #expect(hub.hub.metrics.conflated >= 15)
        slow.drain()
        #expect(slow.connection?.queue == nil)
    }

    @Test(
        "conflation does not walk through the queue for each message, also where almost every message has its own key")
    func conflateSeldom() throws {
        let settings = HubSettings(queue: 1000, slow: .conflate, conflateBy: ["key"])
        let hub = ManualHub(settings) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 0
        for number in 0..<10_000 { ann.say(#"{"key":\#(number % 990),"n":\#(number)}"#) }
        let walks = try #require(slow.connection?.queue?.walks)
        #expect(walks > 0 && walks <= 40)
        #expect(slow.connection?.queue?.messages ?? .max <= 1250)
        #expect(hub.hub.metrics.slowClosed == 0)
        slow.drain()
        let kept = slow.texts()
        // Each key's last message is among them.
        for number in 9010..<10_000 { #expect(kept.contains(#"{"key":\#(number % 990),"n":\#(number)}"#)) }
    }

    @Test("the queue is bounded in bytes too", arguments: [SlowClientPolicy.dropOldest, .dropNewest])
    func bytes(policy: SlowClientPolicy) throws {
        let hub = ManualHub(HubSettings(queueBytes: 350, slow: policy)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 0
        for number in 0..<10 { ann.say("\(number)" + word.dropFirst()) }
        slow.drain()
        let kept = slow.texts().map { $0.prefix(1) }
        #expect(kept == (policy == .dropOldest ? ["7", "8", "9"] : ["0", "1", "2"]))
    }

    @Test("pongs go ahead of what waits, behind the frame under way")
    func controlFirst() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 2
        for number in 0..<3 { ann.say("\(number)") }
        slow.send(ClientFrame.ping("now"))
        slow.drain()
        #expect(slow.frames() == [.text("0"), .pong("now"), .text("1"), .text("2")])
    }

    @Test("a client that pings without reading does not make the hub keep pongs without end")
    func pingFlood() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let slow = try hub.connect()
        slow.transport.window = 0
        slow.say("x")
        for _ in 0..<1000 { slow.send(ClientFrame.ping(String(repeating: "p", count: 100))) }
        #expect(slow.connection?.queue?.bytes ?? 0 < 5000)
    }

    @Test("a write without progress for 10 s cuts the connection; progress keeps it")
    func stall() throws {
        let log = Log<String>()
        let handler = ClosureHandler(onDisconnected: { log.add("\($0.user) \($1.code)") })
        let hub = ManualHub { _ in handler }
        let ann = try hub.connect("ann")
        let slow = try hub.connect("slow")
        slow.transport.window = 0
        ann.say(word)
        hub.advance(milliseconds: 9000)
        slow.drain(1)
        hub.advance(milliseconds: 9000)
        #expect(!slow.transport.isClosed)
        hub.advance(milliseconds: 1200)
        #expect(slow.transport.isClosed)
        #expect(log.all == ["slow 1013"])
        #expect(!ann.transport.isClosed)
    }

    @Test("a sender to whom most of the room listens too slowly is not read until they have caught up; nothing is lost")
    func backPressure() throws {
        let hub = ManualHub(HubSettings(queue: 100)) { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        let slow = try (0..<3).map { _ in try hub.connect() }
        for client in slow { client.transport.window = 0 }
        var sent = 0
        hub.turn {
            while ann.transport.isReading, sent < 1000 {
                ann.deliver(ClientFrame.text("\(sent)"))
                hub.loops[0].finishTurn()
                sent += 1
            }
        }
        #expect(sent > 50 && sent < 60)
        // What had been read is kept until then.
        ann.deliver(ClientFrame.text("\(sent)"))
        #expect(ann.texts() == (0..<sent).map { "\($0)" })
        for client in slow { client.drain() }
        hub.settle()
        #expect(ann.transport.isReading)
        for client in slow { #expect(client.texts() == (0...sent).map { "\($0)" }) }
        #expect(hub.hub.metrics.slowClosed == 0)
    }

    @Test("one slow client among many does not hold up a sender")
    func noHostage() throws {
        let hub = ManualHub(HubSettings(queue: 100)) { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        let slow = try hub.connect("slow")
        let others = try (0..<3).map { _ in try hub.connect() }
        slow.transport.window = 0
        for number in 0..<150 {
            ann.say("\(number)")
            #expect(ann.transport.isReading)
        }
        for client in others { #expect(client.texts().count == 150) }
        #expect(hub.hub.metrics.slowClosed == 1)
    }

    @Test("a client that does not read the answers to what it sends is not read either")
    func echo() throws {
        let handler = ClosureHandler(onReceived: { message, client in client.send(message) })
        let hub = ManualHub(HubSettings(queue: 100)) { _ in handler }
        let ann = try hub.connect("ann")
        ann.transport.window = 0
        var sent = 0
        while ann.transport.isReading, sent < 1000 {
            ann.say("\(sent)")
            sent += 1
        }
        #expect(sent < 60)
        ann.drain()
        #expect(ann.transport.isReading)
        #expect(ann.texts() == (0..<sent).map { "\($0)" })
        #expect(hub.hub.metrics.slowClosed == 0)
    }

    @Test("long and short messages of one turn arrive in order")
    func longMessages() throws {
        let hub = ManualHub(HubSettings(message: 1 << 20)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let slow = try hub.connect()
        slow.transport.window = 100_000
        let texts = [10, 40_000, 20, 30, 70_000, 200_000, 5, 31_000, 31_000].enumerated().map { index, length in
            "\(index)" + String(repeating: "x", count: length)
        }
        hub.turn { for text in texts { ann.deliver(ClientFrame.text(text)) } }
        #expect(ann.texts() == texts)
        while slow.connection?.queue != nil { slow.drain(77_777) }
        #expect(slow.texts() == texts)
    }
}
