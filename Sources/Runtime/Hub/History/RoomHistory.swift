/// The last messages of a room, with their offsets. Guarded by its timeline's lock.
struct RoomHistory {
    private struct Entry {
        let frame: FrameBuffer
        let at: UInt64
    }

    let room: String
    let epoch: String
    private let size: Int
    /// Nanoseconds; nil is for ever.
    private let ttl: UInt64?
    /// The last message's offset; 0 before the first.
    private(set) var offset: Int64 = 0
    private var entries: [Entry] = []
    private var head = 0

    init(room: String, size: Int, ttl: UInt64?, epoch: String) {
        self.room = room
        self.size = max(1, size)
        self.ttl = ttl
        self.epoch = epoch
    }

    /// How many messages are kept.
    var count: Int { entries.count - head }

    /// Keeps a message; gives it with its place.
    mutating func add(_ frame: FrameBuffer, now: UInt64) -> FrameBuffer {
        offset += 1
        let placed = frame.placed(at: HistoryPlace(room: room, epoch: epoch, offset: offset))
        entries.append(Entry(frame: placed, at: now))
        forget(now)
        return placed
    }

    /// Forgets what is too old or too much.
    private mutating func forget(_ now: UInt64) {
        while count > size { head += 1 }
        if let ttl {
            while head < entries.count, now &- entries[head].at > ttl { head += 1 }
        }
        if head * 2 >= entries.count {
            entries.removeFirst(head)
            head = 0
        }
    }

    /// What came after a client's last message: the offset that it starts behind, and whether something between is lost.
    mutating func after(_ request: HistoryRequest, now: UInt64) -> (start: Int64, isGap: Bool, frames: [FrameBuffer]) {
        forget(now)
        let oldest = offset - Int64(count)
        let isKnown = request.epoch == nil || request.epoch == epoch && request.offset <= offset
        let start = isKnown ? max(request.offset, oldest) : oldest
        let isGap = request.epoch != nil && (!isKnown || request.offset < oldest)
        return (start, isGap, entries[(head + Int(start - oldest))...].map(\.frame))
    }
}
