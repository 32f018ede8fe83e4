/// Runs an `async` handler off the event loop: for each client its events one after another.
final class AsyncEndpoint<Handler: AsyncHubHandler>: HubEndpoint, @unchecked Sendable {
    // @unchecked: a constant is all it adds.
    private let handler: Handler

    /// What waits for the handler.
    enum Event: Sendable {
        case connected
        case message(Handler.Received)
        case disconnected(CloseReason)
    }

    init(core: HubCore, handler: Handler) {
        self.handler = handler
        super.init(core: core)
    }

    override func makeConnection(
        _ ticket: HubTicket, shard: HubShard, transport: ConnectionTransport, settings: WebSocketProtocolSettings
    ) -> WebSocketConnection {
        let state = unsafeDowncast(ticket, to: StatefulTicket<Handler.State>.self).state
        let connection = StatefulConnection(
            ticket, state: state, shard: shard, transport: transport, settings: settings)
        connection.inbox = HubInbox<Event>(limit: shard.settings.inbox)
        return connection
    }

    override func connected(_ connection: WebSocketConnection) {
        core.logOpened(connection)
        add(.connected, connection)
    }

    override func received(
        _ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, from connection: WebSocketConnection
    ) {
        do {
            add(.message(try Handler.Received.decode(kind, payload)), connection)
        } catch {
            InvalidMessage.meet(error, from: connection)
        }
    }

    override func disconnected(_ connection: WebSocketConnection, _ reason: CloseReason) {
        add(.disconnected(reason), connection)
    }

    // MARK: Off the loop

    private func inbox(_ connection: WebSocketConnection) -> HubInbox<Event>? {
        connection.inbox.map { unsafeDowncast($0, to: HubInbox<Event>.self) }
    }

    private func add(_ event: Event, _ connection: WebSocketConnection) {
        guard let inbox = inbox(connection) else { return }
        let (isIdle, isFull) = inbox.append(event)
        if isFull { connection.pause(.inbox) }
        // What an `async` handler sends can't hold up its own sender, so it is asked here whether the room keeps up.
        connection.home.restrain(connection, on: connection.loop)
        // One task for a burst, none for a client that is silent.
        if isIdle { Task { await run(inbox, connection) } }
    }

    private func run(_ inbox: HubInbox<Event>, _ connection: WebSocketConnection) async {
        let client = HubClient<Handler.State, Handler.Sent>(
            connection: unsafeDowncast(connection, to: StatefulConnection<Handler.State>.self))
        while let (event, hasRoomAgain) = inbox.next() {
            if hasRoomAgain { connection.loop.execute { _ in connection.unpause(.inbox) } }
            switch event {
            case .connected: await handler.connected(client)
            case .message(let message):
                do {
                    try await handler.received(message, from: client)
                } catch {
                    connection.loop.execute { _ in InvalidMessage.meet(error, from: connection) }
                }
            case .disconnected(let reason): await handler.disconnected(client, reason)
            }
        }
    }
}
