import Synchronization

/// A client of a hub. Cheap to copy, safe to keep and to use from any thread; what is asked of it after it has gone
/// has no effect.
public struct HubClient<State: Sendable, Sent: HubSendable>: Sendable, Identifiable {
    let connection: StatefulConnection<State>

    /// A number that no other client of the hub has had since the server started.
    public var id: UInt64 { connection.id }

    /// Who the client is; "" for someone without a name.
    public var user: String { connection.user }

    /// The room it entered when it connected.
    public var room: HubRoom<Sent> { HubRoom(core: connection.endpoint.core, room: connection.home) }

    /// What the hub keeps for it, as it is now; `update` changes it.
    public var state: State { connection.state.withLock { $0 } }

    /// What the client's request said, if the hub keeps that (`HubAdmission.keepsInput`).
    public func input<Input: Sendable>(_ type: Input.Type) -> Input? {
        (connection.input as? KeptInput<Input>)?.value
    }

    /// Changes what the hub keeps for it, under a lock.
    public func update<Result: Sendable>(_ change: (inout sending State) throws -> Result) rethrows -> Result {
        try connection.state.withLock { try change(&$0) }
    }

    /// Whether, when it connected, its user had no other connection in its room.
    public var isFirstOfUser: Bool { connection.has(WebSocketConnection.Standing.firstOfUser) }

    /// Once it has gone: whether its user has no other connection in its room.
    public var wasLastOfUser: Bool { connection.has(WebSocketConnection.Standing.lastOfUser) }

    /// Sends it a message, behind everything that was sent to it or its rooms before from the same thread.
    public func send(_ message: Sent) { connection.send(message.frame) }

    /// Closes it after what was sent before, with a code (default 1000) and at most 123 bytes of reason.
    public func close(code: WebSocketCloseCode = .normalClosure, reason: String = "") {
        let reason = CloseReason(code: code, reason: reason, initiatedBy: .server)
        connection.perform { $0.close(reason) }
    }

    /// Enters another room besides those it is in; has no effect if it is in it already. One room too many
    /// (`HubSettings.roomsPerConnection`) closes it with 1008.
    public func join(_ room: String) {
        connection.perform { $0.join(room) }
    }

    /// Leaves a room, also the one it entered first.
    public func leave(_ room: String) {
        connection.perform { $0.leave(named: room) }
    }
}

extension HubClient: Hashable {
    /// Clients are equal if they are the same connection.
    public static func == (left: Self, right: Self) -> Bool { left.connection === right.connection }

    /// Hashes the identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(connection)) }
}
