import Testing

@testable import GatewayRuntime

@Suite("Server-sent events")
struct EventStreamTests {
    private func text(_ stream: EventStream<Int>, heartbeat: Duration = .seconds(60)) async throws -> String {
        let result = Guarded("")
        try await EventSource(produce: stream.produce).run(heartbeat: heartbeat) { chunk in
            result.withLock { $0 += String(decoding: chunk, as: UTF8.self) }
        }
        return result.withLock { $0 }
    }

    @Test("an event is a line for each field, and no field can begin another")
    func lines() async throws {
        let stream = EventStream<Int> { events in
            try await events.send(1)
            try await events.send(2, event: "a\nb", id: "c\rd\u{0}", retry: .milliseconds(1500))
        }
        #expect(try await text(stream) == "data: 1\n\nevent: ab\nid: cd\nretry: 1500\ndata: 2\n\n")
    }

    @Test("a sequence is a stream, and what it throws ends it")
    func sequences() async throws {
        let (values, continuation) = AsyncThrowingStream<Int, any Error>.makeStream()
        continuation.yield(7)
        continuation.finish(throwing: HTTPError.gone())
        let got = Guarded("")
        await #expect(throws: HTTPError.self) {
            try await EventSource(produce: EventStream(values).produce).run(heartbeat: .seconds(60)) { chunk in
                got.withLock { $0 += String(decoding: chunk, as: UTF8.self) }
            }
        }
        #expect(got.withLock { $0 } == "data: 7\n\n")
    }

    @Test("whoever sends waits for a client that is behind, and fails when it is gone")
    func backPressure() async throws {
        let channel = EventChannel()
        let half = [UInt8](repeating: 1, count: EventChannel.capacity / 2 + 1)
        try await channel.send(half)
        let sender = Task { try await channel.send(half) }
        let first = try await channel.next()
        // What waited is taken at once, whether the second had come by then or not.
        let rest = first?.count == half.count ? try await channel.next() : []
        #expect((first?.count ?? 0) + (rest?.count ?? 0) == 2 * half.count)
        try await sender.value
        channel.end()
        #expect(try await channel.next() == nil)
        await #expect(throws: CancellationError.self) { try await channel.send([1]) }
    }

    @Test("a stopped stream ends in order, though its handler goes on")
    func stop() async throws {
        let started = AsyncStream<Void>.makeStream()
        let source = EventSource { channel in
            try await channel.send([65])
            started.continuation.yield()
            try await Task.sleep(for: .seconds(3600))
        }
        async let ended: Void = source.run(heartbeat: .seconds(60)) { _ in }
        for await _ in started.stream { break }
        source.stop()
        try await ended
    }

    @Test("silence is filled with comments, and only silence")
    func heartbeat() async throws {
        let channel = EventChannel()
        channel.beat()
        channel.beat()
        #expect(try await channel.next() == Array(":\n\n".utf8))
        try await channel.send([1])
        #expect(try await channel.next() == [1])
        channel.beat()
        channel.end()
        #expect(try await channel.next() == nil)
    }
}
