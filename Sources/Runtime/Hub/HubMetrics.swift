/// What a hub has counted since it was made; everything but `connections` and `rooms` only grows.
public struct HubMetrics: Hashable, Sendable {
    /// Connections that are open now.
    public var connections = 0
    /// Rooms that have clients now.
    public var rooms = 0
    /// Connections that were ever opened.
    public var opened = 0
    /// Connections refused before the upgrade because of a limit.
    public var refused = 0
    /// Messages received.
    public var messagesIn = 0
    /// Their payload in bytes.
    public var bytesIn = 0
    /// Messages handed to a connection, once for each that gets it.
    public var messagesOut = 0
    /// Bytes written for them, headers included.
    public var bytesOut = 0
    /// Messages that a policy dropped for a slow client.
    public var dropped = 0
    /// Clients closed with 1013 because their queue was full or their write stalled.
    public var slowClosed = 0
    /// Clients closed with 1008 because they sent too often.
    public var rateLimited = 0
    /// Messages that broke their type.
    public var invalid = 0
    /// Clients gone because nothing came from them in time.
    public var timedOut = 0
    /// Clients that broke the protocol.
    public var protocolErrors = 0

    /// All zero.
    public init() {}
}
