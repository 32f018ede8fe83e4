/// One loop's members of a room, and the frames that this turn has for them.
///
/// Members stand in a dense array, so that a broadcast to those who are up to date walks memory in order and looks at
/// nothing but descriptor and attention word. Only the loop's thread touches it.
final class RoomShard {
    /// A connection in this room.
    struct Member {
        /// The socket, or -1 if the connection is not written to directly.
        var descriptor: CInt
        /// 0 if the whole run may be sent as it is; else `Attention` bits and how many frames of the turn it skips.
        var attention: UInt32
        unowned(unsafe) var connection: WebSocketConnection
    }

    /// Why a member takes the slow way.
    enum Attention {
        /// It has frames of its own in this turn, or skips some of the room's; those skipped stand in the low bits.
        static let personal: UInt32 = 1 << 31
        /// Its socket takes nothing now.
        static let blocked: UInt32 = 1 << 30
        /// It has no socket of ours.
        static let indirect: UInt32 = 1 << 29
        /// It gets other frames than the plain ones; which dialect stands in the four bits below.
        static let special: UInt32 = 1 << 28
        /// The bits that say so.
        static let dialect: UInt32 = special | 15 << 24

        static func special(_ dialect: FrameDialect) -> UInt32 { special | UInt32(dialect.index) << 24 }

        /// How many of this turn's frames it has had, or must not have.
        static let cursor: UInt32 = (1 << 24) - 1
    }

    unowned(unsafe) let room: Room
    private unowned(unsafe) let hub: HubShard
    private var members: UnsafeMutablePointer<Member>
    private var capacity = 4
    private(set) var count = 0
    private var pending: [FrameBuffer] = []
    private var pendingBytes = 0
    /// How many frames the turn has for the members.
    var pendingCount: Int { pending.count }
    private var isDirty = false
    /// Frames, and their bytes, ever published here: what a member was sent is a difference of two of these.
    private(set) var totalFrames: UInt32 = 0
    private(set) var totalBytes: UInt64 = 0
    /// How many members there are of each dialect, once there is one that is not plain.
    private var dialects: [Int32] = []
    private var specialCount = 0
    /// Members that came lately, and the last place in the room's history that they have had.
    private var latecomers: [(connection: WebSocketConnection, had: Int64)] = []
    /// Connections that are not read until fewer members are behind.
    var pausedSenders: [WebSocketConnection] = []

    /// How many bytes are collected before they are sent, also within a turn.
    private static let pendingBytesLimit = 256 * 1024

    init(room: Room, hub: HubShard) {
        self.room = room
        self.hub = hub
        members = .allocate(capacity: capacity)
    }

    deinit { members.deallocate() }

    // MARK: Members

    /// Adds a connection and gives its index. It gets what is published from now on.
    func add(_ connection: WebSocketConnection, descriptor: CInt) -> Int32 {
        if count == capacity { grow() }
        var attention = connection.attention
        if !pending.isEmpty {
            attention |= Attention.personal | UInt32(pending.count)
            connection.markPersonal()
        }
        (members + count).initialize(
            to: Member(descriptor: descriptor, attention: attention, connection: connection))
        count += 1
        if connection.dialect != .plain { countSpecial(connection.dialect, 1) }
        return Int32(truncatingIfNeeded: count - 1)
    }

    private func countSpecial(_ dialect: FrameDialect, _ change: Int32) {
        if dialects.isEmpty { dialects = Array(repeating: 0, count: FrameDialect.count) }
        dialects[Int(dialect.index)] += change
        specialCount += Int(change)
    }

    /// A member that has had the room's history up to a place: what is on its way to this loop from before then is not
    /// for it.
    func joined(_ connection: WebSocketConnection, upTo place: Int64) { latecomers.append((connection, place)) }

    private func grow() {
        let larger = UnsafeMutablePointer<Member>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: members, count: count)
        members.deallocate()
        members = larger
        capacity *= 2
    }

    /// Takes a member out; the last one moves into its place. What was published before is still its own.
    func remove(_ index: Int32) {
        let index = Int(index)
        settle(index)
        let connection = members[index].connection
        if connection.dialect != .plain { countSpecial(connection.dialect, -1) }
        if !latecomers.isEmpty { latecomers.removeAll { $0.connection === connection } }
        count -= 1
        if index != count {
            members[index] = members[count]
            members[index].connection.moved(in: self, to: Int32(truncatingIfNeeded: index))
        }
    }

    /// Sets or clears a bit of a member's attention word.
    @inline(__always)
    func mark(_ index: Int32, _ bit: UInt32, _ isSet: Bool) {
        if isSet {
            members[Int(index)].attention |= bit
        } else {
            members[Int(index)].attention &= ~bit
        }
    }

    /// Ends a turn for a member that had frames of its own.
    func forgetCursor(_ index: Int32) {
        members[Int(index)].attention &= ~(Attention.personal | Attention.cursor)
    }

    /// Hands a member the frames of this turn that it has not had, so that what it gets next stands behind them.
    func settle(_ index: Int32) { settle(Int(index)) }

    private func settle(_ index: Int) {
        let had = Int(members[index].attention & Attention.cursor)
        guard had < pending.count else { return }
        members[index].connection.take(pending[had...])
        skip(index, to: pending.count)
    }

    private func skip(_ index: Int, to cursor: Int) {
        members[index].attention =
            members[index].attention & ~Attention.cursor | Attention.personal | UInt32(truncatingIfNeeded: cursor)
        members[index].connection.markPersonal()
    }

    // MARK: Frames

    /// Adds a frame to what this turn sends to the members.
    func append(_ frame: FrameBuffer, except excluded: WebSocketConnection?) {
        guard count > 0 else { return }
        if !latecomers.isEmpty {
            withhold(frame, from: latecomers(of: frame) + (excluded.map { [$0] } ?? []))
        } else if let excluded {
            withhold(frame, from: CollectionOfOne(excluded))
        } else {
            pending.append(frame)
        }
        totalFrames &+= 1
        totalBytes &+= UInt64(frame.count)
        pendingBytes += frame.count
        if !isDirty {
            isDirty = true
            hub.loop.dirtyRooms.append(self)
        }
        // A turn that brings much is sent in pieces; the room stays in the list, and its flush finds nothing or the rest.
        if pending.count >= hub.limits.quantum || pendingBytes >= Self.pendingBytesLimit { flush() }
    }

    /// Adds a frame for all members but some; those may be no members, too.
    private func withhold(_ frame: FrameBuffer, from excluded: some Collection<WebSocketConnection>) {
        for connection in excluded {
            if let index = connection.index(in: self) { settle(Int(index)) }
        }
        pending.append(frame)
        for connection in excluded {
            guard let index = connection.index(in: self) else { continue }
            skip(Int(index), to: pending.count)
            connection.sent(-1, bytes: -frame.count)
        }
    }

    /// Sends what the turn has collected to every member.
    func flush() {
        isDirty = false
        guard !pending.isEmpty else { return }
        hub.loop.flushReplies()
        var hasPersonal = false
        hub.loop.joined(pending[...]) { run, frames in
            if fanOut(run, frames: frames) { hasPersonal = true }
        }
        if specialCount > 0, fanOutSpecial() { hasPersonal = true }
        if hasPersonal {
            for index in 0..<count where members[index].attention & Attention.personal != 0 {
                settle(index)
                members[index].attention &= ~Attention.cursor
            }
        }
        pending.removeAll(keepingCapacity: pending.count <= 1024)
        pendingBytes = 0
    }

    /// Sends a run to every member without frames of its own; tells whether there are members with.
    private func fanOut(_ run: FrameBuffer, frames: Int) -> Bool {
        let bytes = run.bytes
        let count = count
        var hasPersonal = false
        var member = members
        let end = members + count
        while member < end {
            let attention = member.pointee.attention
            if attention == 0 {
                let sent = Socket.send(member.pointee.descriptor, bytes)
                if sent != bytes.count { member.pointee.connection.wrote(sent, of: run, frames: frames) }
            } else if attention & Attention.personal != 0 {
                hasPersonal = true
            } else if attention & Attention.special == 0 {
                member.pointee.connection.deliver(run, frames: frames)
            }
            member += 1
        }
        withExtendedLifetime(run) {}
        hub.counters.messagesOut.bump(frames &* count)
        hub.counters.bytesOut.bump(bytes.count &* count)
        return hasPersonal
    }

    /// Sends the turn's frames, in their dialects, to the members that don't get the plain ones; tells whether some have
    /// frames of their own.
    private func fanOutSpecial() -> Bool {
        let plain = pending.reduce(0) { $0 + $1.count }
        // What waits in a queue is told apart by its bytes where messages replace each other: it must not be deflated.
        let hasPersonal = hub.limits.slow == .conflate && ownDialects()
        for index in dialects.indices where dialects[index] > 0 {
            let dialect = FrameDialect(index: UInt8(index))
            let frames = pending.map { $0.variant(dialect, of: hub) }
            let change = frames.reduce(0) { $0 + $1.count } - plain
            let wanted = Attention.special(dialect)
            hub.loop.joined(frames[...]) { run, frames in
                for index in 0..<count
                where members[index].attention & (Attention.dialect | Attention.personal) == wanted {
                    members[index].connection.deliverVariant(run, frames: frames)
                }
            }
            for index in 0..<count where members[index].attention & (Attention.dialect | Attention.personal) == wanted {
                members[index].connection.changed(by: change)
            }
        }
        return hasPersonal
    }

    /// Has members that can't be written to now translate the frames for themselves; tells whether there are any.
    private func ownDialects() -> Bool {
        let wanted = Attention.special | Attention.blocked
        var found = false
        for index in 0..<count where members[index].attention & wanted == wanted {
            members[index].connection.markPersonal()
            found = true
        }
        return found
    }

    // MARK: History

    /// The same of one who joined before and has had more since.
    func rejoined(_ connection: WebSocketConnection, upTo place: Int64) {
        latecomers.removeAll { $0.connection === connection }
        joined(connection, upTo: place)
    }

    /// Those who have had a frame before they came; forgets those of whom that need not be asked any more.
    private func latecomers(of frame: FrameBuffer) -> [WebSocketConnection] {
        guard let offset = frame.place?.offset else { return [] }
        latecomers.removeAll { $0.had < offset }
        return latecomers.map(\.connection)
    }

    // MARK: Senders that wait

    /// Reads on from the senders that waited for the members to catch up.
    func resumeSenders() {
        let senders = pausedSenders
        pausedSenders = []
        for sender in senders { sender.unpause(.room) }
    }
}
