import Testing

@testable import GatewayRuntime

@Suite("Limits, presence and heartbeat, without sockets")
struct HubLimitTests {
    @Test("a silent client is pinged before 54 s and cut at 60 s; any frame is a sign of life")
    func heartbeat() throws {
        let log = Log<String>()
        let handler = ClosureHandler(onDisconnected: { log.add("\($0.user) \($1.code) \($1.reason)") })
        let hub = ManualHub { _ in handler }
        let silent = try hub.connect("silent")
        let alive = try hub.connect("alive")
        let chatty = try hub.connect("chatty")
        hub.advance(milliseconds: 48_000)
        #expect(silent.frames() == [])
        for _ in 0..<70 {
            hub.advance(milliseconds: 100)
            if alive.frames().contains(.ping) { alive.send(ClientFrame.frame(10, [])) }
            chatty.say("x")
        }
        #expect(silent.frames().filter { $0 == .ping }.count == 1)
        hub.advance(milliseconds: 4_800)
        #expect(!silent.transport.isClosed)
        hub.advance(milliseconds: 400)
        #expect(silent.transport.isClosed)
        #expect(log.all == ["silent 1006 no sign of life in time"])
        #expect(hub.hub.metrics.timedOut == 1)
        hub.advance(milliseconds: 40_000)
        #expect(!alive.transport.isClosed)
        #expect(!chatty.frames().contains(.ping))
    }

    @Test(
        "a client that is not read counts as alive meanwhile, and is pinged; its silence counts from when it is read again"
    )
    func heartbeatWhilePaused() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        hub.advance(milliseconds: 30_000)
        hub.turn { ann.connection?.pause(.inbox) }
        hub.advance(milliseconds: 150_000)
        #expect(ann.frames().filter { $0 == .ping }.count >= 2)
        #expect(!ann.transport.isClosed)
        hub.turn { ann.connection?.unpause(.inbox) }
        hub.advance(milliseconds: 59_000)
        #expect(!ann.transport.isClosed)
        hub.advance(milliseconds: 1200)
        #expect(ann.transport.isClosed)
        #expect(hub.hub.metrics.timedOut == 1)
    }

    @Test("pings of clients that came together are spread")
    func jitter() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let clients = try (0..<100).map { _ in try hub.connect() }
        var most = 0
        for _ in 0..<60 {
            hub.advance(milliseconds: 1000)
            most = max(most, clients.filter { $0.frames().contains(.ping) }.count)
        }
        #expect(most > 0 && most < 40)
    }

    @Test("more messages than the rate allows close with 1008; the rate refills with time")
    func rate() throws {
        let hub = ManualHub(HubSettings(rate: .perSecond(20))) { _ in ClosureHandler() }
        let ann = try hub.connect()
        for _ in 0..<20 { ann.say("x") }
        hub.advance(milliseconds: 500)
        for _ in 0..<10 { ann.say("x") }
        #expect(ann.texts().count == 30)
        ann.say("one too many")
        #expect(ann.frames() == [.close(1008, "too many messages in too short a time")])
        #expect(hub.hub.metrics.rateLimited == 1)
    }

    @Test("more bytes than the rate allows close with 1008; the rate refills with time, and headers count")
    func byteRate() throws {
        let hub = ManualHub(HubSettings(byteRate: .perSecond(1000))) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let text = String(repeating: "x", count: 94)  // 100 bytes with header and mask.
        for _ in 0..<10 { ann.say(text) }
        hub.advance(milliseconds: 500)
        for _ in 0..<5 { ann.say(text) }
        #expect(ann.texts().count == 15)
        ann.send(ClientFrame.ping())
        #expect(ann.frames() == [.close(1008, "too many bytes in too short a time")])
        #expect(hub.hub.metrics.byteLimited == 1)
        #expect(hub.hub.metrics.rateLimited == 0)
    }

    @Test("hubs that share places refuse with 429 what is more than the process takes")
    func processPlaces() throws {
        let hubs = (0..<2).map { _ in ManualHub { _ in ClosureHandler() } }
        let places = ProcessPlaces(limit: 3)
        for hub in hubs { hub.hub.share(places) }
        let first = try hubs[0].connect()
        _ = try hubs[0].connect()
        _ = try hubs[1].connect()
        #expect { try hubs[1].connect() } throws: { error in
            let error = error as? HTTPError
            return error?.status == .tooManyRequests && error?.headers[.retryAfter] == "5"
        }
        #expect(hubs[1].hub.metrics.refusedByProcess == 1)
        first.send(ClientFrame.close(1000))
        _ = try hubs[1].connect()
        #expect(throws: HTTPError.self) { try hubs[0].connect() }
    }

    @Test("places are limited in all, by address and by user; whoever goes makes room")
    func places() throws {
        let settings = HubSettings(connections: 4, connectionsPerIP: 2, connectionsPerUser: 1)
        let hub = ManualHub(settings) { _ in ClosureHandler() }
        func isRefused(_ user: String, _ address: String) -> Bool {
            do {
                _ = try hub.connect(user, address: address)
                return false
            } catch {
                let error = error as? HTTPError
                return error?.status == .tooManyRequests && error?.headers[.retryAfter] == "5"
            }
        }
        let ann = try hub.connect("ann", address: "1")
        #expect(isRefused("ann", "2"))
        #expect(!isRefused("bob", "1"))
        #expect(isRefused("cid", "1"))
        #expect(!isRefused("", "2"))
        #expect(!isRefused("", "2"))
        #expect(isRefused("dan", "3"))
        ann.send(ClientFrame.close(1000))
        #expect(!isRefused("ann", "1"))
        #expect(hub.hub.metrics.refused == 3)
        #expect(hub.hub.metrics.refusedByUser == 1)
        #expect(hub.hub.metrics.refusedByIP == 1)
    }

    @Test("who shares the first 64 bits of an IPv6 address is one client")
    func network() throws {
        let hub = ManualHub(HubSettings(connectionsPerIP: 1)) { _ in ClosureHandler() }
        let first = try hub.connect("", address: "2001:db8:0:1::7")
        #expect(throws: HTTPError.self) { try hub.connect("", address: "2001:db8:0:1:ffff::8") }
        _ = try hub.connect("", address: "2001:db8:0:2::7")
        first.send(ClientFrame.close(1000))
        _ = try hub.connect("", address: "2001:db8:0:1:ffff::8")
        _ = try hub.connect("", address: "::ffff:192.0.2.1")
        _ = try hub.connect("", address: "::ffff:192.0.2.2")
    }

    @Test("one room too many closes with 1008")
    func rooms() throws {
        let handler = ClosureHandler(onReceived: { message, client in client.join(message.text) })
        let hub = ManualHub(HubSettings(roomsPerConnection: 3)) { _ in handler }
        let ann = try hub.connect("ann")
        for name in ["a", "b", "a", "main"] { ann.say(name) }
        #expect(ann.frames() == [])
        #expect(hub.hub.rooms.map(\.name) == ["a", "b", "main"])
        ann.say("c")
        #expect(ann.frames() == [.close(1008, "in too many rooms at once")])
        #expect(hub.hub.metrics.roomLimited == 1)
        #expect(hub.hub.rooms == [])
    }

    @Test("a frame of a kind the hub does not take closes with 1003")
    func kinds() throws {
        let hub = ManualHub(HubSettings(accepts: .text)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        ann.send(ClientFrame.binary([1]))
        #expect(ann.frames() == [.close(1003, "this hub takes text only")])
    }

    @Test(
        "trim: line breaks become spaces, white space around goes, what is empty is ignored",
        arguments: [
            ("  hi \n", "hi"), ("a\nb\r\nc\rd", "a b c d"), ("\u{a0}é\u{2028}ü\u{3000}", "é ü"), (" \t\r\n ", nil),
            ("", nil), ("plain", "plain"),
        ] as [(String, String?)])
    func trim(text: String, expected: String?) throws {
        let hub = ManualHub(HubSettings(trim: true)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        ann.say(text)
        #expect(ann.texts() == (expected.map { [$0] } ?? []))
    }

    @Test("users are listed once, in the order in which they came; first and last of a user are known")
    func presence() throws {
        let log = Log<String>()
        let handler = ClosureHandler(
            onConnected: { log.add("+\($0.user) first \($0.isFirstOfUser) \($0.room.users)") },
            onDisconnected: { client, _ in log.add("-\(client.user) last \(client.wasLastOfUser) \(client.room.users)")
            })
        let hub = ManualHub(loops: 2) { _ in handler }
        let ann = try hub.connect("ann")
        _ = try hub.connect("bob", loop: 1)
        let again = try hub.connect("ann", loop: 1)
        _ = try hub.connect("")
        #expect(hub.hub.rooms == [RoomInfo(name: "main", users: ["ann", "bob"], clientCount: 4)])
        ann.send(ClientFrame.close(1000))
        again.send(ClientFrame.close(1000))
        hub.settle()
        #expect(
            log.all == [
                #"+ann first true ["ann"]"#, #"+bob first true ["ann", "bob"]"#, #"+ann first false ["ann", "bob"]"#,
                #"+ first true ["ann", "bob"]"#, #"-ann last false ["ann", "bob"]"#, #"-ann last true ["bob"]"#,
            ])
        #expect(JSONWriter.encode(hub.hub.rooms) == Array(#"[{"name":"main","users":["bob"],"clients":2}]"#.utf8))
    }

    @Test("the state of a client changes through update, from any thread")
    func state() throws {
        struct Counting: HubHandler {
            let log: Log<Int>
            func connecting(_ input: String, _ context: RequestContext) async throws -> Int { 0 }
            func connected(_ client: HubClient<Int, WebSocketMessage>) {}
            func received(_ message: WebSocketMessage, from client: HubClient<Int, WebSocketMessage>) throws {
                client.update { $0 += message.count }
            }
            func disconnected(_ client: HubClient<Int, WebSocketMessage>, _ close: CloseReason) {
                log.add(client.state)
            }
        }
        let log = Log<Int>()
        let hub = ManualHub { _ in Counting(log: log) }
        let ann = try hub.connect("ann", state: 100)
        ann.say("abc")
        ann.send(ClientFrame.text("de") + ClientFrame.close(1000))
        #expect(log.all == [105])
    }

    @Test("a room's sequence goes on after everyone left, also when rooms without anyone are forgotten")
    func sequence() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect("ann", room: "a")
        #expect((1...3).map { _ in hub.hub.room("a").nextSequence() } == [1, 2, 3])
        ann.send(ClientFrame.close(1000))
        #expect(hub.hub.room("a").nextSequence() == 4)
        for number in 0..<5000 { _ = hub.hub.room("r\(number)") }
        #expect(hub.hub.room("a").nextSequence() >= 5)
        #expect(hub.hub.core.knownRooms < 2100)
    }

    @Test("a handle on a room that was forgotten is still the room")
    func handles() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let handle = hub.hub.room("a")
        for number in 0..<5000 { _ = hub.hub.room("r\(number)") }
        let ann = try hub.connect("ann", room: "a")
        hub.turn { handle.send(WebSocketMessage(text: "hi")) }
        #expect(ann.texts() == ["hi"])
    }

    @Test("what is sent to a user goes to all its connections")
    func toUser() throws {
        let hub = ManualHub(loops: 2) { _ in ClosureHandler() }
        let first = try hub.connect("ann", loop: 0)
        let second = try hub.connect("ann", room: "b", loop: 1)
        let bob = try hub.connect("bob")
        hub.hub.send(WebSocketMessage(text: "you"), toUser: "ann")
        hub.settle()
        #expect(first.texts() == ["you"])
        #expect(second.texts() == ["you"])
        #expect(bob.texts() == [])
    }

    @Test("counters add up over loops")
    func metrics() throws {
        let hub = ManualHub(loops: 2) { _ in ClosureHandler() }
        let clients = try (0..<4).map { try hub.connect(loop: $0 % 2) }
        clients[0].say("12345")
        hub.settle()
        let metrics = hub.hub.metrics
        #expect(metrics.connections == 4)
        #expect(metrics.opened == 4)
        #expect(metrics.rooms == 1)
        #expect(metrics.messagesIn == 1)
        #expect(metrics.bytesIn == 5)
        #expect(metrics.messagesOut == 4)
        #expect(metrics.bytesOut == 28)
    }
}
