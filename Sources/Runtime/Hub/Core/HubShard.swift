import Synchronization

/// One loop's part of a hub: its connections and what was counted for them. Only the loop's thread touches it, but for
/// the counters.
final class HubShard: @unchecked Sendable {
    // @unchecked: see above.

    let loop: HubLoop
    /// The hub; whoever has a connection or a room keeps it alive.
    unowned let core: HubCore
    let counters = HubCounters()
    /// What holds now.
    private(set) var settings: HubSettings
    private(set) var limits: HubLimits
    /// Whether newcomers are closed at once.
    private(set) var isDraining = false
    private var connections: [WebSocketConnection] = []
    private var drainDone: [@Sendable () -> Void] = []

    init(loop: HubLoop, core: HubCore, rules: HubRules) {
        self.loop = loop
        self.core = core
        settings = rules.settings
        limits = rules.limits
    }

    /// Other settings hold from now on.
    func change(to rules: HubRules) {
        settings = rules.settings
        limits = rules.limits
        // A deadline that is nearer now is met in time, one that is farther when the old one has passed.
        for connection in connections { connection.scheduleTimer() }
    }

    func add(_ connection: WebSocketConnection) {
        connection.position = Int32(truncatingIfNeeded: connections.count)
        connections.append(connection)
        counters.opened.bump()
    }

    /// Lets go of a connection whose transport is gone.
    func remove(_ connection: WebSocketConnection) {
        let index = Int(connection.position)
        guard index >= 0, index < connections.count, connections[index] === connection else { return }
        connection.position = -1
        let last = connections.removeLast()
        if last !== connection {
            connections[index] = last
            last.position = Int32(truncatingIfNeeded: index)
        }
        core.release(user: connection.user, address: connection.address)
        if connections.isEmpty { finishDrain() }
    }

    /// A frame for every connection.
    func append(_ frame: FrameBuffer) {
        for connection in connections { connection.enqueue(frame) }
    }

    /// Whether there is anything on this loop; any thread may ask, and hears of a moment ago.
    var hasConnections: Bool { counters.opened.load(ordering: .relaxed) > 0 }

    /// Counts what waits for slow clients.
    func measureQueues() {
        var (messages, bytes) = (0, 0)
        for connection in connections {
            guard let queue = connection.queue else { continue }
            messages += queue.messages
            bytes += queue.bytes
        }
        counters.queuedMessages.store(messages, ordering: .relaxed)
        counters.queuedBytes.store(bytes, ordering: .relaxed)
    }

    // MARK: Drain

    /// Closes every connection with 1001 or 1012, spread over a time, and cuts what is left at the deadline.
    ///
    /// - Parameters in milliseconds; `done` is called when no connection is left.
    func drain(over spread: UInt32, deadline: UInt32, done: @escaping @Sendable () -> Void) {
        isDraining = true
        drainDone.append(done)
        guard !connections.isEmpty else { return finishDrain() }
        loop.alarm(after: deadline) { _ in self.cutAll() }
        closeShare(from: loop.milliseconds, over: spread, of: connections.count, closed: 0)
    }

    /// Closes as many as are due by now, and comes back for the rest.
    private func closeShare(from start: UInt32, over spread: UInt32, of total: Int, closed: Int) {
        let elapsed = Int(loop.milliseconds &- start)
        // The first go at once, the last when the time is over.
        let due = spread == 0 || elapsed >= spread ? total : max(1, total * elapsed / Int(spread))
        var closed = closed
        for connection in connections where closed < due && connection.phase == .open {
            connection.close(.draining(settings.drainCode))
            closed += 1
        }
        guard connections.contains(where: { $0.phase == .open }) else { return }
        let next = closed
        loop.alarm(after: 50) { _ in self.closeShare(from: start, over: spread, of: total, closed: next) }
    }

    private func cutAll() {
        counters.cutByDrain.bump(connections.count)
        for connection in connections {
            let code = CloseReason.draining(settings.drainCode).code
            connection.fail(.server, "the server went away before the connection closed", code: code)
        }
    }

    private func finishDrain() {
        let waiting = drainDone
        drainDone = []
        for done in waiting { done() }
    }

    /// Closes a user's connections.
    func kick(_ user: String, _ reason: CloseReason) {
        for connection in connections where connection.user == user { connection.close(reason) }
    }
}
