/// What other threads ask of a loop.
enum LoopTask: Sendable {
    /// A frame for everyone in a room, but for one connection.
    case publish(Room, FrameBuffer, except: WebSocketConnection?)
    /// A frame for every connection of a hub.
    case broadcast(HubCore, FrameBuffer)
    /// A frame for one connection.
    case send(WebSocketConnection, FrameBuffer)
    /// Anything else.
    case run(@Sendable (HubLoop) -> Void)
}
