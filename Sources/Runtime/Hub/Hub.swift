/// A hub: rooms of WebSocket clients, and what is sent to them.
///
/// It knows no handler; a route binds the two (`Routes.webSocket`). Everything may be called from any thread.
public final class Hub<Sent: HubSendable>: AnyHub {
    let core: HubCore

    /// Makes a hub; its name stands in logs and metrics.
    public init(_ name: String, _ settings: HubSettings = HubSettings()) {
        core = HubCore(name: name, settings: settings)
    }

    /// The hub's name in the spec.
    public var name: String { core.name }

    /// The settings that hold now: those that it was made with, until the config is read again.
    public var settings: HubSettings { core.settings }

    /// The rooms that have clients, by name.
    public var rooms: [RoomInfo] { core.rooms }

    /// How many connections the hub has.
    public var clientCount: Int { core.clientCount }

    /// What it has counted since it was made.
    public var metrics: HubMetrics { core.metrics }

    /// A room, whether or not anyone is in it.
    public func room(_ name: String) -> HubRoom<Sent> { HubRoom(core: core, room: core.room(name)) }

    /// Sends a message to every client of every room.
    public func broadcast(_ message: Sent) { core.broadcast(message.frame) }

    /// Sends a message to every connection of a user, whatever room it is in.
    public func send(_ message: Sent, toUser user: String) { core.send(message.frame, toUser: user) }

    /// Closes every connection of a user (default 1008, a policy violation).
    public func kick(user: String, code: WebSocketCloseCode = .policyViolation, reason: String = "kicked") {
        core.kick(user, CloseReason(code: code, reason: reason, initiatedBy: .server))
    }

    /// Takes no more clients, closes those it has with 1001 or 1012, spread over `HubSettings.drain`, and returns when all are
    /// gone; those that are still there at the deadline are cut.
    public func drain(within deadline: Duration) async { await core.drain(within: deadline) }
}

/// What the server needs of a hub and users don't.
package protocol AttachableHub: AnyHub {
    /// Sets the loops that serve the hub; has no effect once it has rooms or clients.
    func attach(_ loops: HubLoopGroup)
    /// Counts its connections among those of other hubs.
    func share(_ places: ProcessPlaces)
    /// Other settings hold from now on; nobody is closed.
    func change(to settings: HubSettings)
    /// Has the loops count what waits in their queues, and returns when they have, at most so long after.
    func measureQueues(within patience: Duration) async
}

/// A hub whose loops can be watched.
protocol LoopedHub: AttachableHub {
    /// The loops that serve it.
    var loops: [HubLoop] { get }
}

extension Hub: AttachableHub {
    package func attach(_ loops: HubLoopGroup) { core.attach(loops) }
    package func share(_ places: ProcessPlaces) { core.share(places) }
    package func change(to settings: HubSettings) { core.change(to: settings) }
    package func measureQueues(within patience: Duration) async { await core.measureQueues(within: patience) }
}

extension Hub: LoopedHub {
    var loops: [HubLoop] { core.shards.map(\.loop) }
}
