import Synchronization

/// A room of a hub. Cheap to copy, safe to keep and to use from any thread; it may be empty.
public struct HubRoom<Sent: HubSendable>: Sendable {
    let core: HubCore
    let room: Room

    /// The room's name.
    public var name: String { room.name }

    /// The users in it, in the order in which they came; one with several connections is listed once.
    public var users: [String] { core.users(in: room) }

    /// How many users are in it.
    public var userCount: Int { core.userCount(in: room) }

    /// How many connections it has.
    public var clientCount: Int { room.members.load(ordering: .relaxed) }

    /// Sends a message to everyone in it: encoded once, queued once for each event loop that has clients in it.
    public func send(_ message: Sent) { room.publish(message.frame) }

    /// Sends a message to everyone in it but one.
    public func send<State>(_ message: Sent, except client: HubClient<State, Sent>) {
        room.publish(message.frame, except: client.connection)
    }

    /// The next number of the room's own sequence, from 1. Numbers only grow while the server runs; a room that was
    /// empty for long may skip some.
    public func nextSequence() -> Int64 { room.nextSequence() }
}
