import Synchronization

/// A connection with what its hub keeps for each client.
final class StatefulConnection<State: Sendable>: WebSocketConnection, @unchecked Sendable {
    // @unchecked: as the class it inherits from; the state has a lock.
    let state: Guarded<State>
    /// What the client's request said, if messages need it.
    let input: AnyKeptInput?

    init(
        _ ticket: HubTicket, state: State, shard: HubShard, transport: ConnectionTransport,
        settings: WebSocketProtocolSettings
    ) {
        self.state = Guarded(state)
        input = ticket.input
        super.init(ticket, shard: shard, transport: transport, settings: settings)
    }
}

/// A ticket with the state that `connecting` returned.
final class StatefulTicket<State: Sendable>: HubTicket, @unchecked Sendable {
    // @unchecked: a constant is all it adds.
    let state: State

    init(
        endpoint: HubEndpoint, room: Room, user: String, address: String, resume: HistoryRequest? = nil, state: State
    ) {
        self.state = state
        super.init(endpoint: endpoint, room: room, user: user, address: address, resume: resume)
    }
}

/// The input of a client, for as long as it is there.
class AnyKeptInput: @unchecked Sendable {
    // @unchecked: the only subclass adds a constant.
}

/// The same with its type.
final class KeptInput<Input: Sendable>: AnyKeptInput, @unchecked Sendable {
    // @unchecked: a constant is all it adds.
    let value: Input

    init(_ value: Input) { self.value = value }
}
