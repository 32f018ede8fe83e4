import Foundation
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The hub on real sockets", .timeLimit(.minutes(10)))
struct LiveHubTests {
    @Test("two clients chat, each gets its own messages too, and binary stays binary")
    func chat() async throws {
        let live = try await LiveHub()
        let ann = try await live.join("ann")
        let bob = try await live.join("bob")
        try await ann.say("hello")
        #expect(await ann.next() == .text("hello"))
        #expect(await bob.next() == .text("hello"))
        try await bob.send(ClientFrame.binary([0, 1, 255]))
        #expect(await ann.next() == .binary([0, 1, 255]))
        #expect(await bob.next() == .binary([0, 1, 255]))
        #expect(live.hub.rooms == [RoomInfo(name: "main", users: ["ann", "bob"], clientCount: 2)])
        try await bob.send(ClientFrame.close(1000))
        #expect(await bob.rest() == [.close(1000, "")])
        await live.events.wait { $0 == "-bob 1000" }
        await live.stop()
        #expect(await ann.rest() == [.close(1001, "the server is going away")])
        #expect(live.events.all == ["+ann", "+bob", "-bob 1000", "-ann 1001"])
    }

    @Test("every receiver gets every sender's messages complete and in order, across loops")
    func order() async throws {
        let live = try await LiveHub(HubSettings(queue: 100_000, queueBytes: 1 << 26))
        var clients: [LiveClient] = []
        for index in 0..<8 { clients.append(try await live.join("u\(index)")) }
        let (count, senders) = (400, clients)
        await withTaskGroup { group in
            for (index, client) in senders.enumerated() {
                group.addTask {
                    for number in 0..<count { client.push(ClientFrame.text("\(index) \(number)")) }
                    var next = [Int](repeating: 0, count: senders.count)
                    for text in await client.texts(count * senders.count) {
                        let parts = text.split(separator: " ").compactMap { Int($0) }
                        guard parts.count == 2, next[parts[0]] == parts[1] else {
                            Issue.record("\(text) came where \(next) was due")
                            return
                        }
                        next[parts[0]] += 1
                    }
                    #expect(next.allSatisfy { $0 == count })
                }
            }
        }
        await live.stop()
    }

    @Test("frames that come with the upgrade request are not lost")
    func early() async throws {
        let live = try await LiveHub()
        for length in [0, 1, 3, 9] {
            let frames = ClientFrame.text("one") + ClientFrame.text("two")
            let client = try await live.connect(early: Array(frames.dropLast(length)))
            try await client.send(Array(frames.suffix(length)))
            #expect(await client.texts(2) == ["one", "two"])
            try await client.send(ClientFrame.close(1000))
            #expect(await client.next() == .close(1000, ""))
        }
        await live.stop()
    }

    @Test("a client that stops reading is cut with 1013, and the others do not notice")
    func stopsReading() async throws {
        let live = try await LiveHub(HubSettings(message: 1 << 20, queue: 64, queueBytes: 1 << 22))
        let ann = try await live.join("ann")
        let bob = try await live.join("bob")
        let slow = try await live.join("slow", receiveBuffer: 4096)
        try await slow.setReading(false)
        let text = String(repeating: "x", count: 60_000)
        var sent = 0
        while live.hub.metrics.slowClosed == 0, !Task.isCancelled {
            try await ann.say(text)
            #expect(await ann.next() == .text(text))
            #expect(await bob.next() == .text(text))
            sent += 1
        }
        await live.events.wait { $0 == "-slow 1013" }
        try await ann.say("after")
        #expect(await bob.next() == .text("after"))
        try await slow.setReading(true)
        var got = 0
        var last = await slow.next()
        while let frame = last, frame == .text(text) {
            got += 1
            last = await slow.next()
        }
        #expect(last == .close(1013, "messages came faster than this client read them"))
        #expect(got < sent)
        try await slow.send(ClientFrame.close(1013))
        #expect(await slow.next() == nil)
        #expect(live.hub.metrics.slowClosed == 1)
        await live.stop()
    }

    @Test("resets, ends without a close frame, and garbage end one connection each, and nothing else")
    func rudeClients() async throws {
        let live = try await LiveHub()
        let ann = try await live.join("ann")
        for round in 0..<30 {
            let rude = try await live.join("rude\(round)")
            switch round % 3 {
            case 0: try await rude.reset()
            case 1: try await rude.close()
            default: try await rude.send([UInt8](repeating: 0xFF, count: 1000))
            }
            await live.events.wait { $0.hasPrefix("-rude\(round) ") }
        }
        try await ann.say("still here")
        #expect(await ann.next() == .text("still here"))
        #expect(live.hub.clientCount == 1)
        await live.stop()
    }

    @Test("clients that vanish while they are handed over leave nothing behind")
    func vanishing() async throws {
        let live = try await LiveHub()
        try await withThrowingTaskGroup { group in
            for index in 0..<200 {
                group.addTask {
                    let client = try await live.connect()
                    try await index % 2 == 0 ? client.close() : client.reset()
                }
            }
            try await group.waitForAll()
        }
        let ann = try await live.join("ann")
        try await ann.say("x")
        #expect(await ann.next() == .text("x"))
        await live.stop()
        #expect(live.hub.clientCount == 0)
        #expect(live.hub.core.placesTaken == 0)
        #expect(live.hub.metrics.connections == 0)
    }

    @Test("a drain while clients come: every one is closed with 1001 or refused, and it ends")
    func drain() async throws {
        let live = try await LiveHub(HubSettings(drain: .milliseconds(200)))
        var clients: [LiveClient] = []
        for index in 0..<50 { clients.append(try await live.join("u\(index)")) }
        let all = clients
        await withTaskGroup { group in
            group.addTask { await live.hub.drain(within: .seconds(10)) }
            for client in all {
                group.addTask {
                    #expect(await client.next() == .close(1001, "the server is going away"))
                    try? await client.send(ClientFrame.close(1001))
                    #expect(await client.next() == nil)
                }
            }
        }
        #expect(live.hub.clientCount == 0)
        #expect(live.events.all.filter { $0.hasSuffix(" 1001") }.count == 50)
        await live.stop()
    }

    @Test("what a task sends reaches all loops in its order")
    func fromTasks() async throws {
        let live = try await LiveHub()
        let ann = try await live.join("ann")
        let bob = try await live.join("bob")
        for number in 0..<100 { live.hub.room("main").send(WebSocketMessage(text: "\(number)")) }
        #expect(await ann.texts(100) == (0..<100).map { "\($0)" })
        #expect(await bob.texts(100) == (0..<100).map { "\($0)" })
        live.hub.kick(user: "ann", reason: "enough")
        #expect(await ann.next() == .close(1008, "enough"))
        await live.stop()
    }

    @Test("a thousand clients come and go, and no descriptor and no connection stays")
    func leaks() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            do {
                try await Self.lookForLeaks()
            } catch {
                FileHandle.standardError.write(Data("problem: \(error)\n".utf8))
            }
        }
        let lines = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).split(separator: "\n")
        #expect(lines.filter { $0.hasPrefix("problem:") } == [])
    }

    private static func lookForLeaks() async throws {
        let live = try await LiveHub()
        // The first round opens what stays open: loops, and the client's own.
        try await comeAndGo(live, 50)
        let before = openDescriptors()
        try await comeAndGo(live, 1000)
        // Descriptors of the last clients may still be on their way out; one that leaked never goes.
        for _ in 0..<1000 where openDescriptors() > before { await live.nextTurn() }
        guard openDescriptors() <= before, live.hub.core.placesTaken == 0 else {
            throw Leak(before: before, after: openDescriptors(), places: live.hub.core.placesTaken)
        }
        await live.stop()
    }

    private struct Leak: Error {
        let before: Int
        let after: Int
        let places: Int
    }

    private static func comeAndGo(_ live: LiveHub, _ count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                if index >= 50 { try await group.next() }
                group.addTask {
                    let client = try await live.connect("u\(index)")
                    try await client.say("hi")
                    _ = await client.texts(1)
                    try await client.send(ClientFrame.close(1000))
                    _ = await client.rest()
                }
            }
            try await group.waitForAll()
        }
        // The room's last message tells that the loops are done with all of them.
        let last = try await live.join("last")
        try await last.say("x")
        _ = await last.texts(1)
        try await last.send(ClientFrame.close(1000))
        _ = await last.rest()
        await live.events.wait { $0.hasPrefix("-last") }
        await live.nextTurn()
    }

    private static func openDescriptors() -> Int {
        (0..<4096).filter { fcntl($0, F_GETFD) >= 0 }.count
    }
}
