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
    /// Connections that are not read until fewer members are behind.
    var pausedSenders: [WebSocketConnection] = []

    /// What one turn may collect before it is sent.
    private static let pendingLimit = (frames: 256, bytes: 256 * 1024)

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
        return Int32(truncatingIfNeeded: count - 1)
    }

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
        if let excluded, let index = excluded.index(in: self) {
            settle(Int(index))
            pending.append(frame)
            skip(Int(index), to: pending.count)
            excluded.sent(-1, bytes: -frame.count)
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
        if pending.count >= Self.pendingLimit.frames || pendingBytes >= Self.pendingLimit.bytes { flush() }
    }

    /// Sends what the turn has collected to every member.
    func flush() {
        isDirty = false
        guard !pending.isEmpty else { return }
        var hasPersonal = false
        hub.loop.joined(pending[...]) { run, frames in
            if fanOut(run, frames: frames) { hasPersonal = true }
        }
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
            } else {
                member.pointee.connection.deliver(run, frames: frames)
            }
            member += 1
        }
        withExtendedLifetime(run) {}
        hub.counters.messagesOut.bump(frames &* count)
        hub.counters.bytesOut.bump(bytes.count &* count)
        return hasPersonal
    }

    // MARK: Senders that wait

    /// Reads on from the senders that waited for the members to catch up.
    func resumeSenders() {
        let senders = pausedSenders
        pausedSenders = []
        for sender in senders { sender.unpause(.room) }
    }
}
