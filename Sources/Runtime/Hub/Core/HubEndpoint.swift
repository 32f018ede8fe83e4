/// What a hub's route does with the events of a connection. A class and not a protocol: calls go through one table, and
/// the subclass knows the handler's types.
class HubEndpoint: @unchecked Sendable {
    // @unchecked: subclasses add only constants.

    let core: HubCore

    init(core: HubCore) { self.core = core }

    /// Makes the connection with its state, on its loop.
    func makeConnection(
        _ ticket: HubTicket, shard: HubShard, transport: ConnectionTransport, settings: WebSocketProtocolSettings
    ) -> WebSocketConnection {
        WebSocketConnection(ticket, shard: shard, transport: transport, settings: settings)
    }

    /// The connection is in its room.
    func connected(_ connection: WebSocketConnection) {}
    /// A message that keeps to the hub's limits.
    func received(_ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, from connection: WebSocketConnection)
    {}
    /// The connection is in no room any more.
    func disconnected(_ connection: WebSocketConnection, _ reason: CloseReason) {}
}
