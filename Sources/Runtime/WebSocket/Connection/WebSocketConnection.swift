import Synchronization

/// A WebSocket connection on its loop: protocol, queue, timers, and the room it is in. Only the loop's thread touches
/// what changes; `id`, `user`, `home` and `standing` may be read from anywhere once it is connected.
///
/// It has no buffer, no timer and no task of its own while it is idle.
class WebSocketConnection: TimedSource, @unchecked Sendable {
    // @unchecked: see above; whoever is not on the loop's thread posts to the loop.

    /// How far the connection is with its life.
    enum Phase: UInt8 {
        /// Messages go both ways.
        case open
        /// A close frame is on its way; the peer's is due.
        case closing
        /// The last byte was sent; what still comes is dropped until the peer ends too.
        case lingering
        /// The transport is gone.
        case closed
    }

    struct Flags: OptionSet {
        let rawValue: UInt16
        /// It was pinged since the last sign of life.
        static let pinged = Self(rawValue: 1)
        /// It has frames of its own in this turn.
        static let personal = Self(rawValue: 2)
        /// It is more than half a queue behind.
        static let lagging = Self(rawValue: 4)
        /// The transport ends when everything is written.
        static let endsWhenWritten = Self(rawValue: 8)
        /// What the peer still sends is not looked at: the protocol has failed.
        static let failed = Self(rawValue: 16)
        /// It stands in `HubLoop.resumable`.
        static let resuming = Self(rawValue: 32)
        /// `connected` was called, so `disconnected` is due.
        static let announced = Self(rawValue: 256)
        /// The client was warned about in the log because it is slow.
        static let warned = Self(rawValue: 512)
        /// The kernel is asked to say when the socket can be written.
        static let wantsWrite = Self(rawValue: 1024)
    }

    /// What its connections and its user's others in the room are to each other.
    enum Standing {
        /// When it came, its user had no other connection there.
        static let firstOfUser: UInt8 = 1
        /// When it left, its user had no other one there.
        static let lastOfUser: UInt8 = 2
    }

    /// Why nothing is read from the client.
    struct Pauses: OptionSet {
        let rawValue: UInt8
        /// It does not take the answers to what it sent.
        static let queue = Self(rawValue: 1)
        /// The room cannot keep up with what it sends.
        static let room = Self(rawValue: 2)
        /// Another loop cannot keep up with what it sends.
        static let backlog = Self(rawValue: 4)
        /// Its `async` handler is behind.
        static let inbox = Self(rawValue: 8)
    }

    /// What went wrong while frames were handed out; met when that is over.
    enum Trouble {
        case broken
        case slow
    }

    /// A room that the connection is in.
    struct Membership {
        let room: Room
        unowned(unsafe) let shard: RoomShard
        /// Its place among the members; -1 once it has left.
        var index: Int32
        /// What the room had published when it came.
        let joinedFrames: UInt32
        let joinedBytes: UInt64
    }

    final unowned(unsafe) let loop: HubLoop
    final unowned(unsafe) let shard: HubShard
    final let endpoint: HubEndpoint
    final let home: Room
    final let id: UInt64
    final let user: String
    final let address: String
    /// How it gets messages.
    final let dialect: FrameDialect

    final var engine: WebSocketProtocol
    final var transport: ConnectionTransport
    final var phase = Phase.open
    final var pauses = Pauses()
    final let standing = Atomic<UInt8>(0)
    final var flags = Flags()
    /// Its place in the hub's list on this loop.
    final var position: Int32 = -1
    /// The list in the loop's pool that holds this turn's frames; -1 if there are none.
    final var list: Int32 = -1
    /// The only frame that this turn has for it alone, while there is but one.
    final var reply: FrameBuffer?
    final var queue: OutboundQueue?
    /// Read, but not looked at because it is paused.
    final var unread: [UInt8] = []
    final var membership: Membership?
    final var others: [Membership] = []
    /// What waits for an `async` handler; nil for an inline one.
    final var inbox: AnyHubInbox?
    /// Why it ended; set once.
    final var ending: Ending?

    final let openedAt: UInt32
    final var lastSeen: UInt32
    /// When the queue last got shorter, or the close frame was sent.
    final var lastProgress: UInt32 = 0
    /// When the rate limit's bucket is empty again, in nanoseconds (GCRA's theoretical arrival time).
    final var rateDue: UInt64 = 0
    /// The same of the limit in bytes.
    final var byteRateDue: UInt64 = 0
    final var messagesIn: UInt32 = 0
    final var messagesOut: UInt32 = 0
    final var bytesIn: UInt64 = 0
    final var bytesOut: UInt64 = 0

    /// A reason in a box: most connections have none yet.
    final class Ending {
        let reason: CloseReason
        init(_ reason: CloseReason) { self.reason = reason }
    }

    init(_ ticket: HubTicket, shard: HubShard, transport: ConnectionTransport, settings: WebSocketProtocolSettings) {
        loop = shard.loop
        self.shard = shard
        endpoint = ticket.endpoint
        home = ticket.room
        id = ticket.id
        user = ticket.user
        address = ticket.address
        engine = WebSocketProtocol(settings)
        dialect = FrameDialect(windowBits: engine.sendWindowBits, isEnveloped: ticket.isEnveloped)
        self.transport = transport
        openedAt = shard.loop.milliseconds
        lastSeen = shard.loop.milliseconds
    }

    /// Whether it has a `Standing`. Any thread may ask.
    final func has(_ standing: UInt8) -> Bool { self.standing.load(ordering: .acquiring) & standing != 0 }

    // MARK: Life

    /// Enters its room and the hub, and tells the handler.
    ///
    /// - Parameters:
    ///   - response: the answer to the handshake. It goes out only when the connection is in its room, so that a client
    ///     that has it misses nothing that is said from then on.
    ///   - leftover: what came behind the handshake.
    final func start(response: [UInt8] = [], leftover: [UInt8], resume: HistoryRequest? = nil) {
        shard.add(self)
        #if os(Linux)
            if case .socket(let descriptor) = transport {
                guard let poller = loop.poller, poller.add(descriptor, self, .read) else {
                    fail(.network, "the socket cannot be watched")
                    return
                }
            }
        #endif
        let isFirst = shard.core.enter(self, home, loop: loop)
        if isFirst { standing.bitwiseOr(Standing.firstOfUser, ordering: .releasing) }
        membership = add(to: home)
        scheduleTimer()
        guard answer(response) else { return }
        home.timeline?.replay(resume, to: self)
        flags.insert(.announced)
        endpoint.connected(self)
        if phase == .open, shard.isDraining { close(.draining(shard.settings.drainCode)) }
        if !leftover.isEmpty {
            unread = leftover
            readOn()
        }
    }

    /// Sends the answer to the handshake. Nothing was written before, so the socket takes it whole, or is broken.
    private func answer(_ response: [UInt8]) -> Bool {
        guard !response.isEmpty else { return true }
        let sent = response.withUnsafeBytes { bytes in
            switch transport {
            case .socket(let descriptor): Socket.send(descriptor, bytes)
            case .indirect(let transport):
                withUnsafePointer(to: bytes) { transport.write(UnsafeBufferPointer(start: $0, count: 1)) }
            case .none: -1
            }
        }
        if sent == response.count { return true }
        fail(.network, "the answer to the handshake could not be sent")
        return false
    }

    final func add(to room: Room) -> Membership {
        let part = room.makeShard(on: loop)
        let index = part.add(self, descriptor: transport.descriptor)
        if let timeline = room.timeline { part.joined(self, upTo: timeline.offset) }
        return Membership(
            room: room, shard: part, index: index, joinedFrames: part.totalFrames, joinedBytes: part.totalBytes)
    }

    /// The attention word that a new room starts with.
    final var attention: UInt32 {
        var bits: UInt32 = 0
        if list >= 0 { bits |= RoomShard.Attention.personal }
        if queue != nil { bits |= RoomShard.Attention.blocked }
        if case .socket = transport {} else { bits |= RoomShard.Attention.indirect }
        if dialect != .plain { bits |= RoomShard.Attention.special(dialect) }
        return bits
    }

    /// Its index among the members of a room on this loop, if it is one.
    final func index(in part: RoomShard) -> Int32? {
        if let membership, membership.shard === part, membership.index >= 0 { return membership.index }
        guard !others.isEmpty else { return nil }
        return others.first { $0.shard === part && $0.index >= 0 }?.index
    }

    /// Another member left, and this one took its place.
    final func moved(in part: RoomShard, to index: Int32) {
        if membership?.shard === part, membership?.index ?? -1 >= 0 {
            membership?.index = index
        } else if let place = others.firstIndex(where: { $0.shard === part && $0.index >= 0 }) {
            others[place].index = index
        }
    }

    /// Calls `body` for every room it is in on this loop.
    @inline(__always)
    final func forEachMembership(_ body: (RoomShard, Int32) -> Void) {
        if let membership, membership.index >= 0 { body(membership.shard, membership.index) }
        for other in others where other.index >= 0 { body(other.shard, other.index) }
    }

    /// Does something on the loop, now or in the next turn; with a history behind what was published before.
    final func perform(_ body: @escaping @Sendable (WebSocketConnection) -> Void) {
        if home.timeline == nil {
            loop.execute { _ in body(self) }
        } else {
            loop.post(.run { _ in body(self) })
        }
    }

    // MARK: Timers

    override func expired(now: UInt32) { timerFired(now) }

    override func ready(read: Bool, write: Bool) {
        guard phase != .closed else { return }
        if write { writable() }
        if read, phase != .closed { readable() }
    }
}
