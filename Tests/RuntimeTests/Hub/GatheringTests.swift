import Testing

@testable import GatewayRuntime

@Suite("Waiting for what follows a broadcast")
struct GatheringTests {
    private func learnt() -> Gathering {
        var gathering = Gathering()
        // A first message, sent at once, and seven that came while it was sent; twice.
        for _ in 0..<2 {
            #expect(gathering.budget(rested: true, members: 1000, messages: 1) == 0)
            _ = gathering.budget(rested: false, members: 1000, messages: 7)
        }
        return gathering
    }

    @Test("it does not wait until it has seen that more follows")
    func learns() {
        var gathering = learnt()
        #expect(gathering.budget(rested: true, members: 1000, messages: 1) > 0)
    }

    @Test("it never waits for a broadcast to few")
    func small() {
        var gathering = learnt()
        #expect(gathering.budget(rested: true, members: 31, messages: 1) == 0)
    }

    @Test("it waits an eighth of the broadcast at most, and never longer than a millisecond")
    func bounds() {
        var gathering = learnt()
        for _ in 0..<100 { gathering.sent(members: 1000, nanoseconds: 2_000_000) }
        #expect((200_000...260_000).contains(gathering.budget(rested: true, members: 1000, messages: 1)))
        #expect(gathering.budget(rested: true, members: 100_000, messages: 1) == 1_000_000)
    }

    @Test("it is done when as much has come as the last time")
    func complete() {
        var gathering = learnt()
        #expect(!gathering.isComplete(7))
        #expect(gathering.isComplete(8))
        gathering.waited(from: 1, to: 3)
        #expect(gathering.isComplete(3))
    }

    @Test("where nothing follows it stops to wait, and soon")
    func forgets() {
        var gathering = learnt()
        for _ in 0..<10 { gathering.waited(from: 1, to: 8) }
        var waits = 0
        for _ in 0..<20 where gathering.budget(rested: true, members: 1000, messages: 1) > 0 {
            gathering.waited(from: 1, to: 1)
            waits += 1
        }
        #expect(waits == 4)
    }

    @Test("a chance follower now and then does not make it wait")
    func chance() {
        var gathering = Gathering()
        var waits = 0
        for turn in 0..<300 where gathering.budget(rested: turn % 3 != 0, members: 1000, messages: 1) > 0 {
            gathering.waited(from: 1, to: 1)
            waits += 1
        }
        #expect(waits == 0)
    }

    @Test("a loop takes in what comes while it waits, and sends all of it at once")
    func loop() throws {
        let hub = ManualHub { _ in ClosureHandler() }
        let clients = try (0..<40).map { _ in try hub.connect() }
        let loop = hub.loops[0]
        func turn(rested: Bool, _ texts: [String], whileWaiting: [String] = []) -> UInt64 {
            var waited: UInt64 = 0
            var later = whileWaiting
            loop.enter()
            loop.beginTurn(now: hub.now, rested: rested)
            for text in texts { clients[0].deliver(ClientFrame.text(text)) }
            loop.gather { nanoseconds in
                waited += nanoseconds
                if !later.isEmpty { clients[1].deliver(ClientFrame.text(later.removeFirst())) }
            }
            loop.finishTurn()
            HubLoop.leave()
            return waited
        }
        for _ in 0..<2 {
            _ = turn(rested: true, ["a"])
            _ = turn(rested: false, ["b"], whileWaiting: ["c"])
        }
        let writes = clients[5].transport.writes
        _ = clients[5].frames()
        #expect(turn(rested: true, ["1"], whileWaiting: ["2"]) > 0)
        #expect(clients[5].texts() == ["1", "2"])
        #expect(clients[5].transport.writes == writes + 1)
    }
}
