/// The chunks of one stream of events; the handler's part of it starts when the first is asked for.
struct EventSource: Sendable {
    let produce: @Sendable (EventChannel) async throws -> Void
    private let channel = EventChannel()

    init(produce: @escaping @Sendable (EventChannel) async throws -> Void) { self.produce = produce }

    /// Ends the stream in order: the client sees its end and comes again, elsewhere.
    func stop() { channel.end() }

    /// Hands the chunks on until the stream ends, the sink fails or the task is cancelled.
    ///
    /// - Parameter heartbeat: how long the stream may be silent; then a comment is sent.
    func run(heartbeat: Duration, into sink: @Sendable ([UInt8]) async throws -> Void) async throws {
        let (produce, channel) = (produce, channel)
        // Tasks of their own: a handler that doesn't heed its cancellation must not hold the connection.
        let producer = Task {
            do {
                try await produce(channel)
                channel.end()
            } catch {
                channel.end(error)
            }
        }
        let heart = Task {
            while true {
                do { try await Task.sleep(for: heartbeat) } catch { return }
                channel.beat()
            }
        }
        defer {
            channel.end(CancellationError())
            producer.cancel()
            heart.cancel()
        }
        while let chunk = try await channel.next() { try await sink(chunk) }
    }
}
