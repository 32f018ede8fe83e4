import Testing

@testable import GatewayRuntime

@Suite("How connections end, without sockets")
struct HubClosingTests {
    private func recording(_ log: Log<String>) -> ClosureHandler {
        ClosureHandler(
            onConnected: { log.add("+\($0.user)") },
            onReceived: { message, client in
                log.add("\(client.user): \(message.text)")
                switch message.text {
                case "bye":
                    client.send(WebSocketMessage(text: "last words"))
                    client.close(code: .normalClosure, reason: "as you like")
                case "throw": throw HTTPError.forbidden("not you")
                case "crash": throw SomeError()
                default: client.room.send(message)
                }
            },
            onDisconnected: { client, close in
                log.add("-\(client.user) \(close.code) \(close.initiatedBy)")
            })
    }

    private struct SomeError: Error {}

    @Test("a client's close frame is echoed, then the transport ends")
    func clientCloses() throws {
        let log = Log<String>()
        let hub = ManualHub { _ in recording(log) }
        let ann = try hub.connect("ann")
        ann.send(ClientFrame.text("x") + ClientFrame.close(4001, "done"))
        #expect(ann.frames() == [.text("x"), .close(4001, "")])
        #expect(ann.transport.isClosed)
        #expect(log.all == ["+ann", "ann: x", "-ann 4001 client"])
        #expect(hub.hub.clientCount == 0)
        #expect(hub.hub.core.placesTaken == 0)
    }

    @Test("a close frame without a code reads as 1005")
    func emptyClose() throws {
        let log = Log<String>()
        let hub = ManualHub { _ in recording(log) }
        let ann = try hub.connect("ann")
        ann.send(ClientFrame.frame(8, []))
        #expect(ann.frames() == [.close(nil, "")])
        #expect(log.all.last == "-ann 1005 client")
    }

    @Test("a handler's close goes out behind what it sent, waits for the answer, and tells the handler once")
    func serverCloses() throws {
        let log = Log<String>()
        let hub = ManualHub { _ in recording(log) }
        let ann = try hub.connect("ann")
        let bob = try hub.connect("bob")
        ann.send(ClientFrame.text("bye") + ClientFrame.text("not heard"))
        #expect(ann.frames() == [.text("last words"), .close(1000, "as you like")])
        #expect(!ann.transport.isClosed)
        #expect(log.all == ["+ann", "+bob", "ann: bye", "-ann 1000 server"])
        bob.say("hi")
        #expect(ann.frames() == [])
        ann.send(ClientFrame.text("nor this") + ClientFrame.close(1000))
        #expect(ann.transport.isClosed)
        #expect(log.all == ["+ann", "+bob", "ann: bye", "-ann 1000 server", "bob: hi"])
    }

    @Test("a client that does not answer a close frame is cut after the close timeout")
    func unansweredClose() throws {
        let log = Log<String>()
        let hub = ManualHub(HubSettings(closeTimeout: .seconds(5))) { _ in recording(log) }
        let ann = try hub.connect("ann")
        ann.say("bye")
        hub.advance(milliseconds: 4900)
        #expect(!ann.transport.isClosed)
        hub.advance(milliseconds: 250)
        #expect(ann.transport.isClosed)
        #expect(log.all.filter { $0.hasPrefix("-") } == ["-ann 1000 server"])
        #expect(hub.hub.core.placesTaken == 0)
    }

    @Test("a broken transport ends the connection with 1006")
    func broken() throws {
        let log = Log<String>()
        let hub = ManualHub { _ in recording(log) }
        let ann = try hub.connect("ann")
        let bob = try hub.connect("bob")
        ann.transport.isBroken = true
        bob.say("hi")
        #expect(ann.transport.isClosed)
        #expect(bob.texts() == ["hi"])
        #expect(log.all.last == "-ann 1006 network")
        bob.say("still here")
        #expect(bob.texts() == ["still here"])
    }

    @Test("an end without a close frame is 1006")
    func endOfStream() throws {
        let log = Log<String>()
        let hub = ManualHub { _ in recording(log) }
        let ann = try hub.connect("ann")
        hub.turn { ann.connection?.ended() }
        #expect(ann.transport.isClosed)
        #expect(log.all.last == "-ann 1006 network")
    }

    @Test(
        "a peer that breaks the protocol gets the close code, then our side ends; what it still sends is dropped",
        arguments: [
            ([0x81, 0x01, 0x41], 1002), ([0x83, 0x80, 0, 0, 0, 0], 1002), ([0x81, 0x81, 0, 0, 0, 0, 0xFF], 1007),
            (ClientFrame.text(String(repeating: "x", count: 2000)), 1009),
        ] as [([UInt8], UInt16)])
    func protocolErrors(bytes: [UInt8], code: UInt16) throws {
        let log = Log<String>()
        let hub = ManualHub(HubSettings(message: 1000)) { _ in recording(log) }
        let ann = try hub.connect("ann")
        ann.send(ClientFrame.text("fine") + bytes)
        let frames = ann.frames()
        #expect(frames.first == .text("fine"))
        guard case .close(code, let reason) = frames.last else {
            Issue.record("no close frame with \(code): \(frames)")
            return
        }
        #expect(!reason.isEmpty)
        #expect(ann.transport.isOutputEnded && !ann.transport.isClosed)
        ann.send(ClientFrame.text("ignored"))
        #expect(log.all == ["+ann", "ann: fine", "-ann \(code) client"])
        hub.turn { ann.connection?.ended() }
        #expect(ann.transport.isClosed)
        #expect(hub.hub.metrics.protocolErrors == 1)
    }

    @Test("a peer that broke the protocol and stays is cut after the close timeout")
    func lingering() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        ann.send([0x81, 0x01, 0x41])
        hub.advance(milliseconds: 5200)
        #expect(ann.transport.isClosed)
    }

    @Test("a kick closes every connection of a user with code and reason, on every loop, and nobody else's")
    func kick() throws {
        let log = Log<String>()
        let hub = ManualHub(loops: 2) { _ in recording(log) }
        let first = try hub.connect("ann", loop: 0)
        let second = try hub.connect("ann", room: "other", loop: 1)
        let bob = try hub.connect("bob", loop: 1)
        hub.hub.kick(user: "ann", reason: "spam")
        hub.settle()
        #expect(first.frames() == [.close(1008, "spam")])
        #expect(second.frames() == [.close(1008, "spam")])
        #expect(bob.frames() == [])
        #expect(hub.hub.rooms.map(\.name) == ["main"])
        #expect(hub.hub.clientCount == 1)
    }

    @Test("an HTTPError in a handler is a problem frame, any other error closes with 1011 and says nothing")
    func handlerErrors() throws {
        let log = Log<String>()
        let hub = ManualHub { _ in recording(log) }
        let ann = try hub.connect("ann")
        ann.say("throw")
        #expect(ann.texts() == [#"{"type":"problem","title":"Forbidden","status":403,"detail":"not you"}"#])
        ann.say("crash")
        #expect(ann.frames() == [.close(1011, "internal error")])
    }

    @Test("pings are answered with their payload, pongs are not")
    func pings() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect()
        ann.send(ClientFrame.ping("a") + ClientFrame.frame(10, []) + ClientFrame.text("t") + ClientFrame.ping("b"))
        #expect(ann.frames() == [.pong("a"), .text("t"), .pong("b")])
    }

    @Test("what came behind the handshake is handled first")
    func leftover() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect(leftover: ClientFrame.text("early") + ClientFrame.text("half").dropLast(2))
        #expect(ann.texts() == ["early"])
        ann.send(ClientFrame.text("half").suffix(2))
        #expect(ann.texts() == ["half"])
    }

    @Test("a drain closes all with 1001 over its time, refuses newcomers with 503, and ends when all are gone")
    func drain() async throws {
        let log = Log<String>()
        let hub = ManualHub(HubSettings(drain: .seconds(1))) { _ in recording(log) }
        let clients = try (0..<600).map { try hub.connect("u\($0)") }
        let done = Log<Bool>()
        hub.turn { hub.hub.core.startDrain(within: .seconds(10)) { done.add(true) } }
        func closed() -> Int { clients.filter { $0.frames().contains(.close(1001, "the server is going away")) }.count }
        #expect(closed() == 1)
        hub.advance(milliseconds: 500)
        let half = closed()
        #expect((240...330).contains(half))
        hub.advance(milliseconds: 600)
        #expect(closed() == 599 - half)
        #expect(throws: HTTPError.self) { try hub.connect("late") }
        for client in clients.dropLast() { client.send(ClientFrame.close(1001)) }
        #expect(done.all.count == 0)
        hub.advance(milliseconds: 10_000)
        #expect(clients.allSatisfy { $0.transport.isClosed })
        #expect(done.all.count == 1)
        #expect(log.all.filter { $0.hasPrefix("-") }.count == 600)
        #expect(hub.hub.core.placesTaken == 0)
    }

    @Test("a drain closes with 1012 if the setting says so, those who come in between too")
    func restart() throws {
        let hub = ManualHub(HubSettings(drain: .zero, drainCode: .serviceRestart)) { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        try hub.hub.core.takePlace(user: "", address: "")
        let ticket = StatefulTicket(
            endpoint: hub.endpoint, room: hub.hub.core.room("main"), user: "", address: "", state: ())
        hub.turn { hub.hub.core.startDrain(within: .seconds(10)) {} }
        let late = ManualClient(hub: { hub.turn($0) })
        hub.turn {
            late.connection = ticket.start(
                on: hub.hub.core.shards[0], .indirect(late.transport), leftover: [], handshake: NegotiatedHandshake())
        }
        #expect(ann.frames() == [.close(1012, "the server restarts")])
        #expect(late.frames() == [.close(1012, "the server restarts")])
    }

    @Test("a client that comes in between is closed with 1001 at once")
    func drainRace() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        try hub.hub.core.takePlace(user: "", address: "")
        let ticket = StatefulTicket(
            endpoint: hub.endpoint, room: hub.hub.core.room("main"), user: "", address: "", state: ())
        hub.turn { hub.hub.core.startDrain(within: .seconds(10)) {} }
        let client = ManualClient(hub: { hub.turn($0) })
        hub.turn {
            client.connection = ticket.start(
                on: hub.hub.core.shards[0], .indirect(client.transport), leftover: [],
                handshake: NegotiatedHandshake())
        }
        #expect(client.frames() == [.close(1001, "the server is going away")])
    }

    @Test("a drain waits for those on their way in, until its deadline")
    func drainWaits() throws {
        for comes in [true, false] {
            let hub = ManualHub { _ in ClosureHandler() }
            try hub.hub.core.takePlace(user: "", address: "")
            let ticket = StatefulTicket(
                endpoint: hub.endpoint, room: hub.hub.core.room("main"), user: "", address: "", state: ())
            let done = Log<Bool>()
            hub.turn { hub.hub.core.startDrain(within: .seconds(10)) { done.add(true) } }
            hub.advance(milliseconds: 5000)
            #expect(done.all.isEmpty)
            if comes {
                let client = ManualClient(hub: { hub.turn($0) })
                hub.turn {
                    client.connection = ticket.start(
                        on: hub.hub.core.shards[0], .indirect(client.transport), leftover: [],
                        handshake: NegotiatedHandshake())
                }
                #expect(client.frames() == [.close(1001, "the server is going away")])
                #expect(done.all.isEmpty)
                client.send(ClientFrame.close(1001))
            } else {
                hub.advance(milliseconds: 5100)
            }
            #expect(done.all == [true])
            ticket.abandon()
            #expect(hub.hub.core.placesTaken == 0)
        }
    }

    @Test("an admission that is dropped, abandoned or used gives its place back exactly once")
    func places() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        func ticket() throws -> StatefulTicket<Void> {
            try hub.hub.core.takePlace(user: "ann", address: "a")
            return StatefulTicket(
                endpoint: hub.endpoint, room: hub.hub.core.room("main"), user: "ann", address: "a", state: ())
        }
        _ = try ticket()
        #expect(hub.hub.core.placesTaken == 0)
        let abandoned = try ticket()
        abandoned.abandon()
        abandoned.abandon()
        #expect(hub.hub.core.placesTaken == 0)
        let client = try hub.connect("ann")
        #expect(hub.hub.core.placesTaken == 1)
        client.send(ClientFrame.close(1000))
        #expect(hub.hub.core.placesTaken == 0)
    }
}
