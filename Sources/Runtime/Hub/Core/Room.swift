import Synchronization

/// A room of a hub: what all loops share of it, and each loop's own part.
final class Room: @unchecked Sendable {
    // @unchecked: `presence` is guarded by the directory's lock, each slot of `shards` is its loop's own.

    let name: String
    /// The loops that have its members, one bit each.
    let occupiedLoops = Atomic<UInt64>(0)
    /// How many connections are in it.
    let members = Atomic<Int>(0)
    /// How many of them are more than half a queue behind.
    let lagging = Atomic<Int>(0)
    /// Whether senders wait until fewer are.
    let hasPausedSenders = Atomic<Bool>(false)
    private let sequence: Atomic<Int64>
    /// What was said lately, if the hub has a history.
    let timeline: RoomTimeline?
    private let parts: [HubShard]
    private let shards: UnsafeMutablePointer<RoomShard?>

    /// Who is in it. Guarded by the directory's lock.
    var presence = RoomPresence()

    init(name: String, parts: [HubShard], sequence: Int64, history: HubHistory? = nil) {
        self.name = name
        timeline = history.map { RoomTimeline(room: name, $0) }
        self.parts = parts
        self.sequence = Atomic(sequence)
        shards = .allocate(capacity: max(1, parts.count))
        shards.initialize(repeating: nil, count: max(1, parts.count))
    }

    deinit {
        shards.deinitialize(count: max(1, parts.count))
        shards.deallocate()
    }

    /// The next number of the room's sequence, from 1.
    func nextSequence() -> Int64 { sequence.wrappingAdd(1, ordering: .relaxed).newValue }

    var lastSequence: Int64 { sequence.load(ordering: .relaxed) }

    /// The calling loop's part, if it has one.
    @inline(__always)
    func shard(on loop: HubLoop) -> RoomShard? { shards[loop.index] }

    /// The calling loop's part, made if need be.
    func makeShard(on loop: HubLoop) -> RoomShard {
        if let shard = shards[loop.index] { return shard }
        let shard = RoomShard(room: self, hub: parts[loop.index])
        shards[loop.index] = shard
        return shard
    }

    /// Sends a frame to all members but one. Any thread may call it; it costs one message for each loop with members.
    func publish(_ frame: FrameBuffer, except excluded: WebSocketConnection? = nil) {
        if let timeline { return publish(frame, except: excluded, timeline) }
        var mask = occupiedLoops.load(ordering: .acquiring)
        let current = HubLoop.current
        if let current, current.index < parts.count, parts[current.index].loop === current {
            if mask & (1 << UInt64(current.index)) != 0 {
                shard(on: current)?.append(frame, except: excluded)
                mask &= ~(1 << UInt64(current.index))
            }
        }
        var rest = mask
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest &- 1
            parts[index].loop.post(.publish(self, frame, except: excluded), bytes: frame.count)
        }
        if let current, let sender = current.sender { restrain(sender, on: current, sentTo: mask) }
    }

    /// The same with a history: every loop, the caller's too, gets messages in the order of their offsets.
    private func publish(_ frame: FrameBuffer, except excluded: WebSocketConnection?, _ timeline: RoomTimeline) {
        var mask: UInt64 = 0
        timeline.publish(frame) { frame in
            mask = occupiedLoops.load(ordering: .acquiring)
            var rest = mask
            while rest != 0 {
                let index = rest.trailingZeroBitCount
                rest &= rest &- 1
                parts[index].loop.post(.publish(self, frame, except: excluded), bytes: frame.count)
            }
        }
        if let current = HubLoop.current, let sender = current.sender { restrain(sender, on: current, sentTo: mask) }
    }

    // MARK: Back-pressure

    /// Whether more than half of the members are behind: then it is the senders who are too fast, not a member that is
    /// too slow.
    private var isOverwhelmed: Bool {
        lagging.load(ordering: .sequentiallyConsistent) * 2 > members.load(ordering: .relaxed)
    }

    /// Stops reading from a connection whose messages this room, or a loop they were sent to, cannot keep up with.
    func restrain(_ sender: WebSocketConnection, on loop: HubLoop, sentTo mask: UInt64 = 0) {
        if lagging.load(ordering: .relaxed) > 0, isOverwhelmed {
            sender.pause(.room)
            makeShard(on: loop).pausedSenders.append(sender)
            hasPausedSenders.store(true, ordering: .sequentiallyConsistent)
            if !isOverwhelmed { resumeSenders() }
        }
        var rest = mask
        while rest != 0 {
            let target = parts[rest.trailingZeroBitCount].loop
            rest &= rest &- 1
            if target.isBacklogged { loop.pause(sender, behind: target) }
        }
    }

    /// A member fell behind, or caught up.
    func lagged(by change: Int) {
        lagging.wrappingAdd(change, ordering: .sequentiallyConsistent)
        guard change < 0, hasPausedSenders.load(ordering: .sequentiallyConsistent) else { return }
        // Senders go on when a quarter is behind, not a half, lest they stop and go with every frame.
        if lagging.load(ordering: .relaxed) * 4 <= members.load(ordering: .relaxed) { resumeSenders() }
    }

    private func resumeSenders() {
        guard hasPausedSenders.exchange(false, ordering: .sequentiallyConsistent) else { return }
        for part in parts { part.loop.execute { loop in self.shard(on: loop)?.resumeSenders() } }
    }
}
