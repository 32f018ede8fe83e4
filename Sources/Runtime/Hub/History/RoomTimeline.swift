import CEpoll

/// A room's history, and the order that its messages have for everyone: offsets are given, and messages handed to the
/// loops, under one lock.
final class RoomTimeline: Sendable {
    private let history: Guarded<RoomHistory>

    init(room: String, _ settings: HubHistory) {
        var generator = SystemRandomNumberGenerator()
        let epoch = String(generator.next() >> 24, radix: 36)
        history = Guarded(
            RoomHistory(room: room, size: settings.size, ttl: settings.ttl.map(HubLimits.nanoseconds), epoch: epoch))
    }

    /// The offset of the last message.
    var offset: Int64 { history.withLock { $0.offset } }

    /// Keeps a message, and hands it on before another can be.
    func publish(_ frame: FrameBuffer, _ handOn: (FrameBuffer) -> Void) {
        history.withLock { history in handOn(history.add(frame, now: cepoll_monotonic())) }
    }

    /// Sends a newcomer what it missed. On its loop, when it is among the room's members.
    ///
    /// A client that gets envelopes is first told where it stands: `position`, or `gap` if something is lost for good.
    func replay(_ request: HistoryRequest?, to connection: WebSocketConnection) {
        guard request != nil || connection.dialect.isEnveloped else { return }
        let (place, isGap, frames) = history.withLock { history in
            guard let request else {
                return (
                    HistoryPlace(room: history.room, epoch: history.epoch, offset: history.offset), false,
                    [FrameBuffer]()
                )
            }
            let found = history.after(request, now: cepoll_monotonic())
            return (
                HistoryPlace(room: history.room, epoch: history.epoch, offset: found.start), found.isGap, found.frames
            )
        }
        let counters = connection.shard.counters
        if isGap { counters.gaps.bump() }
        counters.replayed.bump(frames.count)
        if connection.dialect.isEnveloped { connection.append(HistoryEnvelope.position(place, isGap: isGap)) }
        let had = connection.home.shard(on: connection.loop)
        // Whatever is published from here on has a later offset; what is under way to this loop has not.
        had?.rejoined(connection, upTo: place.offset + Int64(frames.count))
        for frame in frames { connection.enqueue(frame) }
    }
}
