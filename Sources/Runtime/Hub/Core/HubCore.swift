import Logging
import Synchronization

/// A hub without its message types: everything that works on frames.
final class HubCore: Sendable {
    let name: String
    /// What rooms remember: the spec's word, which never changes.
    let history: HubHistory?
    private let rules: Guarded<HubRules>
    let logger: Logger
    private let directory = Guarded(HubDirectory())
    private let parts = Guarded<[HubShard]>([])
    private let refused = Guarded<[HubDirectory.Limit: Int]>([:])
    private let connectionIDs = Atomic<UInt64>(0)

    init(name: String, settings: HubSettings) {
        self.name = name
        history = settings.history
        rules = Guarded(HubRules(settings))
        var logger = Logger(label: "hub")
        logger[metadataKey: "hub"] = "\(name)"
        self.logger = logger
    }

    // MARK: Settings

    /// The settings that hold now.
    var settings: HubSettings { rules.withLock { $0.settings } }

    /// What handshakes are checked against now.
    var policy: HandshakePolicy { rules.withLock { $0.policy } }

    /// Other settings hold from now on. Clients that are there stay; what was agreed on with each of them stays too.
    func change(to settings: HubSettings) {
        let rules = HubRules(settings)
        self.rules.withLock { $0 = rules }
        let shards = parts.withLock { $0 }
        for shard in shards { shard.loop.execute { _ in shard.change(to: rules) } }
    }

    // MARK: Loops

    /// Sets the loops that serve the hub; has no effect once it has rooms or clients.
    func attach(_ group: HubLoopGroup) {
        parts.withLock { parts in
            if parts.isEmpty { parts = makeParts(group) }
        }
    }

    /// The hub's part on each loop.
    var shards: [HubShard] {
        parts.withLock { parts in
            if parts.isEmpty { parts = makeParts(.shared) }
            return parts
        }
    }

    private func makeParts(_ group: HubLoopGroup) -> [HubShard] {
        group.loops.map { HubShard(loop: $0, core: self, rules: rules.withLock { $0 }) }
    }

    /// The calling loop's part, if the loop is one of the hub's.
    func shard(on loop: HubLoop) -> HubShard? {
        let shards = shards
        guard loop.index < shards.count, shards[loop.index].loop === loop else { return nil }
        return shards[loop.index]
    }

    // MARK: Rooms and users

    func room(_ name: String) -> Room {
        let shards = shards
        return directory.withLock { $0.room(name, parts: shards, history: history) }
    }

    var rooms: [RoomInfo] { directory.withLock { $0.infos } }

    func users(in room: Room) -> [String] { directory.withLock { _ in room.presence.list() } }

    func userCount(in room: Room) -> Int { directory.withLock { _ in room.presence.userCount } }

    /// Counts a connection into its first room. Gives whether it is its user's first there.
    func enter(_ connection: WebSocketConnection, _ room: Room, loop: HubLoop) -> Bool {
        directory.withLock { directory in
            directory.register(connection)
            return directory.enter(room, connection, loop: loop.index)
        }
    }

    /// Counts a connection into another room.
    func join(_ connection: WebSocketConnection, _ room: Room, loop: HubLoop) {
        _ = directory.withLock { $0.enter(room, connection, loop: loop.index) }
    }

    /// Counts a connection out of a room. Gives whether it was its user's last there.
    func leave(_ connection: WebSocketConnection, _ room: Room, loop: HubLoop) -> Bool {
        directory.withLock { $0.leave(room, connection, loop: loop.index) }
    }

    func unregister(_ connection: WebSocketConnection) { directory.withLock { $0.unregister(connection) } }

    // MARK: Places

    /// Takes a place for someone who wants in.
    ///
    /// - Throws: 503 while the hub drains, 429 at a limit.
    func takePlace(user: String, address: String) throws(HTTPError) {
        let refusal = directory.withLock { directory -> HTTPError? in
            if directory.isDraining {
                return .serviceUnavailable(retryAfter: .seconds(5), "the server is going away")
            }
            guard let limit = directory.take(user: user, address: address, settings) else { return nil }
            refused.withLock { $0[limit, default: 0] += 1 }
            return .tooManyRequests(retryAfter: .seconds(5), limit.rawValue)
        }
        if let refusal { throw refusal }
    }

    /// Gives back what `takePlace` took.
    func release(user: String, address: String) {
        let action = directory.withLock { $0.release(user: user, address: address) }
        action?()
    }

    /// Shares places with the other hubs of a server.
    func share(_ places: ProcessPlaces) { directory.withLock { $0.processPlaces = places } }

    func nextID() -> UInt64 { connectionIDs.wrappingAdd(1, ordering: .relaxed).newValue }

    // MARK: Sending

    func broadcast(_ frame: FrameBuffer) {
        for shard in shards {
            if shard.loop.isCurrent {
                shard.append(frame)
            } else {
                shard.loop.post(.broadcast(self, frame), bytes: frame.count)
            }
        }
    }

    func send(_ frame: FrameBuffer, toUser user: String) {
        for connection in directory.withLock({ $0.connections(of: user) }) { connection.send(frame) }
    }

    func kick(_ user: String, _ reason: CloseReason) {
        for connection in directory.withLock({ $0.connections(of: user) }) {
            connection.perform { $0.close(reason) }
        }
    }

    // MARK: Drain

    func drain(within deadline: Duration) async {
        await withCheckedContinuation { continuation in startDrain(within: deadline) { continuation.resume() } }
    }

    /// Starts a drain; `done` is called once, when no loop has connections and nobody is on the way in, or at the deadline.
    func startDrain(within deadline: Duration, done: @escaping @Sendable () -> Void) {
        directory.withLock { $0.isDraining = true }
        let deadline = max(1, HubLimits.milliseconds(deadline))
        // A few clients need no spreading: nobody waits seconds for them to come back, or for the service to stop.
        let spread = min(HubLimits.milliseconds(settings.drain), deadline / 2, UInt32(clamping: clientCount * 2))
        let shards = shards
        guard !shards.isEmpty else { return done() }
        let left = Countdown(shards.count + 1, done)
        for shard in shards {
            shard.loop.execute { _ in shard.drain(over: spread, deadline: deadline) { left.step() } }
        }
        // Someone between the handshake and a loop is nobody's connection yet, but must hear of the end too.
        let arrivals = FirstOf { left.step() }
        if !directory.withLock({ $0.onEmpty { arrivals.fire() } }) { arrivals.fire() }
        shards[0].loop.execute { $0.alarm(after: deadline) { _ in arrivals.fire() } }
    }

    /// Calls a closure at the first of several events.
    private final class FirstOf: Sendable {
        private let isOver = Atomic<Bool>(false)
        private let action: @Sendable () -> Void

        init(_ action: @escaping @Sendable () -> Void) { self.action = action }

        func fire() {
            if !isOver.exchange(true, ordering: .acquiringAndReleasing) { action() }
        }
    }

    // MARK: Counting and logging

    var metrics: HubMetrics {
        var metrics = HubMetrics()
        for shard in shards { shard.counters.add(to: &metrics) }
        let refused = refused.withLock { $0 }
        metrics.refused = refused.values.reduce(0, +)
        metrics.refusedByIP = refused[.address] ?? 0
        metrics.refusedByUser = refused[.user] ?? 0
        metrics.refusedByProcess = refused[.process] ?? 0
        directory.withLock { directory in
            metrics.connections = directory.connectionCount
            metrics.users = directory.userCount
            metrics.rooms = directory.occupied
        }
        return metrics
    }

    /// Has every loop count what waits in its queues.
    func measureQueues(within patience: Duration) async {
        let shards = shards.filter(\.hasConnections)
        guard !shards.isEmpty else { return }
        await Countdown.wait(for: shards.count, within: patience) { step in
            for shard in shards {
                shard.loop.execute { _ in
                    shard.measureQueues()
                    step()
                }
            }
        }
    }

    /// Places that are taken: connections, and those on their way in or out.
    var placesTaken: Int { directory.withLock { $0.places } }

    /// Rooms in memory, with clients or without.
    var knownRooms: Int { directory.withLock { $0.roomCount } }

    var clientCount: Int { directory.withLock { $0.connectionCount } }

    func warnSlow(_ connection: WebSocketConnection, _ consequence: String) {
        logger.warning(
            "a client is too slow: \(consequence)",
            metadata: ["client": "\(connection.id)", "user": "\(connection.user)", "room": "\(connection.home.name)"])
    }

    func logOpened(_ connection: WebSocketConnection) {
        logger.debug(
            "connection opened",
            metadata: ["client": "\(connection.id)", "user": "\(connection.user)", "room": "\(connection.home.name)"])
    }

    func logClosed(_ connection: WebSocketConnection, _ reason: CloseReason) {
        guard logger.logLevel <= .info else { return }
        logger.info(
            "connection closed",
            metadata: [
                "client": "\(connection.id)", "user": "\(connection.user)", "room": "\(connection.home.name)",
                "code": "\(reason.code)", "reason": "\(reason.reason)", "by": "\(reason.initiatedBy)",
                "milliseconds": "\(connection.loop.milliseconds &- connection.openedAt)",
                "messagesIn": "\(connection.messagesIn)", "bytesIn": "\(connection.bytesIn)",
                "messagesOut": "\(connection.messagesOut)", "bytesOut": "\(connection.bytesOut)",
            ])
    }
}
