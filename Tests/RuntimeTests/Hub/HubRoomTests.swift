import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("Rooms, without sockets")
struct HubRoomTests {
    @Test("everyone in the room gets a message, the sender too, and nobody elsewhere")
    func broadcast() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect("ann")
        let bob = try hub.connect("bob")
        let eve = try hub.connect("eve", room: "other")
        ann.say("hello")
        #expect(ann.frames() == [.text("hello")])
        #expect(bob.frames() == [.text("hello")])
        #expect(eve.frames() == [])
    }

    @Test("what one turn brings for a room goes out in one write, each message its own frame")
    func batching() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let clients = try (0..<5).map { _ in try hub.connect() }
        hub.turn {
            for (index, client) in clients.enumerated() {
                client.deliver(ClientFrame.text("\(index)a") + ClientFrame.text("\(index)b"))
            }
        }
        for client in clients {
            #expect(client.transport.writes == 1)
            #expect(client.texts() == (0..<5).flatMap { ["\($0)a", "\($0)b"] })
        }
    }

    @Test("binary stays binary, text stays text")
    func kinds() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let ann = try hub.connect()
        let bob = try hub.connect()
        ann.send(ClientFrame.binary([0, 255, 10]) + ClientFrame.text("é"))
        #expect(bob.frames() == [.binary([0, 255, 10]), .text("é")])
    }

    @Test("loops pass messages on to each other, in order")
    func acrossLoops() throws {
        let hub = ManualHub(loops: 3) { _ in ClosureHandler() }
        let clients = try (0..<6).map { try hub.connect("u\($0)", loop: $0 % 3) }
        for number in 0..<4 {
            clients[0].say("\(number)")
            clients[1].say("\(number + 10)")
        }
        hub.settle()
        for client in clients {
            let texts = client.texts()
            #expect(texts.filter { $0.count == 1 } == ["0", "1", "2", "3"])
            #expect(texts.filter { $0.count == 2 } == ["10", "11", "12", "13"])
        }
    }

    @Test("a loop without members of the room is not woken")
    func noNeedlessWakes() throws {
        let hub = ManualHub(loops: 2) { _ in ClosureHandler() }
        let ann = try hub.connect("ann", loop: 0)
        _ = try hub.connect("eve", room: "other", loop: 1)
        hub.settle()
        #expect(hub.hub.core.room("main").occupiedLoops.load(ordering: .relaxed) == 1)
        #expect(hub.loops[1].prepareToWait() != 0)
        hub.turn(0) { ann.deliver(ClientFrame.text("x")) }
        #expect(hub.loops[1].prepareToWait() != 0)
    }

    @Test("all but one means all but one, also in the middle of a turn, on any loop")
    func exclusion() throws {
        let handler = ClosureHandler(onReceived: { message, client in
            client.room.send(WebSocketMessage(text: "1"))
            client.room.send(message, except: client)
            client.room.send(WebSocketMessage(text: "2"))
        })
        let hub = ManualHub(loops: 2) { _ in handler }
        let ann = try hub.connect("ann", loop: 0)
        let bob = try hub.connect("bob", loop: 0)
        let cid = try hub.connect("cid", loop: 1)
        ann.say("secret")
        hub.settle()
        #expect(ann.texts() == ["1", "2"])
        #expect(bob.texts() == ["1", "secret", "2"])
        #expect(cid.texts() == ["1", "secret", "2"])
        // From another loop.
        cid.say("other")
        hub.settle()
        #expect(ann.texts() == ["1", "other", "2"])
        #expect(cid.texts() == ["1", "2"])
    }

    @Test("what is sent to a client and to its room arrives in the order in which it was sent")
    func programOrder() throws {
        let handler = ClosureHandler(onReceived: { _, client in
            client.room.send(WebSocketMessage(text: "a"))
            client.send(WebSocketMessage(text: "b"))
            client.room.send(WebSocketMessage(text: "c"))
            client.send(WebSocketMessage(text: "d"))
        })
        let hub = ManualHub { _ in handler }
        let ann = try hub.connect("ann")
        let bob = try hub.connect("bob")
        ann.say("go")
        #expect(ann.texts() == ["a", "b", "c", "d"])
        #expect(ann.transport.writes == 1)
        #expect(bob.texts() == ["a", "c"])
    }

    @Test("a newcomer gets what is sent after it came, one who leaves what was sent before it left")
    func comingAndGoingWithinATurn() throws {
        let handler = ClosureHandler(onReceived: { message, client in
            let other = client.room
            switch message.text {
            case "leave": client.leave("main")
            case "join": client.join("main")
            default: other.send(message)
            }
        })
        let hub = ManualHub { _ in handler }
        let ann = try hub.connect("ann")
        let bob = try hub.connect("bob")
        hub.turn {
            ann.deliver(ClientFrame.text("1"))
            bob.deliver(ClientFrame.text("leave"))
            ann.deliver(ClientFrame.text("2"))
            bob.deliver(ClientFrame.text("join"))
            ann.deliver(ClientFrame.text("3"))
        }
        #expect(ann.texts() == ["1", "2", "3"])
        #expect(bob.texts() == ["1", "3"])
    }

    @Test("a client in several rooms gets each room's messages in order, and what is sent to all once")
    func severalRooms() throws {
        let handler = ClosureHandler(
            onConnected: { client in
                client.join("second")
                client.join("second")
            },
            onReceived: { message, client in client.room.send(message) })
        let hub = ManualHub { _ in handler }
        let ann = try hub.connect("ann")
        let bob = try hub.connect("bob")
        hub.turn {
            hub.hub.room("second").send(WebSocketMessage(text: "s1"))
            ann.deliver(ClientFrame.text("m1"))
            hub.hub.room("second").send(WebSocketMessage(text: "s2"))
            ann.deliver(ClientFrame.text("m2"))
            hub.hub.broadcast(WebSocketMessage(text: "all"))
        }
        for client in [ann, bob] {
            let texts = client.texts()
            #expect(texts.filter { $0.hasPrefix("s") } == ["s1", "s2"])
            #expect(texts.filter { $0.hasPrefix("m") } == ["m1", "m2"])
            #expect(texts.filter { $0 == "all" } == ["all"])
        }
        #expect(hub.hub.rooms.map(\.name) == ["main", "second"])
    }

    @Test("swap-remove keeps the others: many come and go in a random order, each turn reaches exactly those there")
    func churn() throws {
        let hub = ManualHub(loops: 2) { _ in ClosureHandler() }
        var random = SystemRandomNumberGenerator()
        var present: [ManualClient] = []
        for round in 0..<200 {
            if present.count < 3 || Bool.random(using: &random) {
                present.append(try hub.connect("u\(round)", loop: round % 2))
            } else {
                let gone = present.remove(at: Int.random(in: 0..<present.count, using: &random))
                gone.send(ClientFrame.close(1000))
                #expect(gone.transport.isClosed)
                _ = gone.frames()
            }
            hub.settle()
            for client in present { _ = client.frames() }
            hub.turn { hub.hub.room("main").send(WebSocketMessage(text: "\(round)")) }
            hub.settle()
            for client in present { #expect(client.frames() == [.text("\(round)")]) }
        }
        #expect(hub.hub.clientCount == present.count)
    }
}
