import Testing

@testable import GatewayRuntime

@Suite("Histories and compression on several loops", .timeLimit(.minutes(10)))
struct LiveHistoryTests {
    @Test("a client that goes and comes back all the time misses nothing and gets nothing twice")
    func resuming() async throws {
        let settings = HubSettings(queue: 100_000, queueBytes: 1 << 26, history: HubHistory(size: 10_000, isText: true))
        let live = try await LiveHub(settings, threads: 3)
        let (senders, count) = (3, 300)
        var clients: [LiveClient] = []
        for index in 0..<senders { clients.append(try await live.join("s\(index)")) }
        let all = clients
        let total = senders * count
        try await withThrowingTaskGroup { group in
            for (index, client) in all.enumerated() {
                group.addTask {
                    for number in 0..<count {
                        try await client.say("\(index) \(number)")
                        // Everyone's messages come in one order; this one's own tells when the next may go.
                        _ = await client.texts(1)
                    }
                }
            }
            group.addTask {
                var last: (epoch: String, offset: Int)?
                var round = 0
                while (last?.offset ?? 0) < total {
                    round += 1
                    let after = last.map { "\($0.epoch):\($0.offset)" } ?? "0"
                    let client = try await LiveClient.connect(
                        live.port, "/ws?name=back\(round)&after=\(after)",
                        fields: "Sec-WebSocket-Protocol: hub.v1\r\n")
                    let first = Place(await client.next())
                    #expect(first?.type == "position" && first?.offset == last?.offset ?? 0)
                    for _ in 0..<20 where (last?.offset ?? 0) < total {
                        guard let place = Place(await client.next()), place.type == "message" else {
                            Issue.record("no message where one is due")
                            return
                        }
                        #expect(place.offset == (last?.offset ?? 0) + 1)
                        last = (place.epoch, place.offset)
                    }
                    try await (round % 2 == 0 ? client.close() : client.reset())
                }
            }
            try await group.waitForAll()
        }
        #expect(live.hub.metrics.gaps == 0)
        await live.stop()
    }

    @Test("clients on several loops get one and the same compressed frame, made once")
    func compressed() async throws {
        let live = try await LiveHub(HubSettings(compress: true), threads: 3)
        let plain = try await live.join("plain")
        var clients: [LiveClient] = []
        for index in 0..<12 {
            clients.append(
                try await LiveClient.connect(
                    live.port, "/ws?name=c\(index)", fields: "Sec-WebSocket-Extensions: permessage-deflate\r\n"))
            await live.events.wait { $0 == "+c\(index)" }
        }
        for number in 0..<50 {
            let text = "\(number) " + String(repeating: "again and ", count: 100)
            try await plain.say(text)
            #expect(await plain.next() == .text(text))
            guard case .deflated(let bytes)? = await clients[0].next() else {
                Issue.record("the first client got no compressed message")
                return
            }
            for client in clients.dropFirst() { #expect(await client.next() == .deflated(bytes)) }
        }
        #expect(live.hub.metrics.deflated == 50)
        await live.stop()
    }

    /// What an envelope says of its message's place.
    private struct Place {
        let type: String
        let epoch: String
        let offset: Int

        init?(_ frame: ManualClient.Frame?) {
            guard case .text(let text)? = frame,
                let value = try? JSONReader.decode(JSONValue.self, from: Array(text.utf8)),
                let type = value["type"]?.string, let epoch = value["epoch"]?.string,
                case .integer(let offset)? = value["offset"]
            else { return nil }
            self.type = type
            self.epoch = epoch
            self.offset = Int(offset)
        }
    }
}
