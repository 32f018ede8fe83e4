/// Runs a handler on the event loop.
final class InlineEndpoint<Handler: HubHandler>: HubEndpoint, @unchecked Sendable {
    // @unchecked: a constant is all it adds.
    private let handler: Handler

    init(core: HubCore, handler: Handler) {
        self.handler = handler
        super.init(core: core)
    }

    override func makeConnection(
        _ ticket: HubTicket, shard: HubShard, transport: ConnectionTransport, settings: WebSocketProtocolSettings
    ) -> WebSocketConnection {
        let state = unsafeDowncast(ticket, to: StatefulTicket<Handler.State>.self).state
        return StatefulConnection(ticket, state: state, shard: shard, transport: transport, settings: settings)
    }

    @inline(__always)
    private func client(_ connection: WebSocketConnection) -> Handler.Client {
        // `makeConnection` made it.
        HubClient(connection: unsafeDowncast(connection, to: StatefulConnection<Handler.State>.self))
    }

    override func connected(_ connection: WebSocketConnection) {
        core.logOpened(connection)
        handler.connected(client(connection))
    }

    override func received(
        _ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, from connection: WebSocketConnection
    ) {
        do {
            try handler.received(Handler.Received.decode(kind, payload), from: client(connection))
        } catch {
            InvalidMessage.meet(error, from: connection)
        }
    }

    override func disconnected(_ connection: WebSocketConnection, _ reason: CloseReason) {
        handler.disconnected(client(connection), reason)
    }
}
