/// What a hub has counted since it was made; everything but what says "now" or "wait" only grows.
public struct HubMetrics: Hashable, Sendable {
    /// Connections that are open now.
    public var connections = 0
    /// Rooms that have clients now.
    public var rooms = 0
    /// Users that have connections now.
    public var users = 0
    /// Messages that wait for slow clients, as last measured.
    public var queuedMessages = 0
    /// Bytes that wait for slow clients, as last measured.
    public var queuedBytes = 0
    /// Connections that were ever opened.
    public var opened = 0
    /// Connections refused before the upgrade because of a limit.
    public var refused = 0
    /// Those of them refused because their address has enough connections.
    public var refusedByIP = 0
    /// Those refused because their user has enough connections.
    public var refusedByUser = 0
    /// Those refused because the process has enough connections.
    public var refusedByProcess = 0
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
    /// Messages for a slow client that a newer one of the same key replaced.
    public var conflated = 0
    /// Clients closed with 1013 because their queue was full or their write stalled.
    public var slowClosed = 0
    /// Those of them whose write stalled: they were cut without a close frame.
    public var stalled = 0
    /// Clients closed with 1008 because they sent too often.
    public var rateLimited = 0
    /// Clients closed with 1008 because they sent too many bytes.
    public var byteLimited = 0
    /// Clients closed with 1008 because they entered too many rooms.
    public var roomLimited = 0
    /// Times that a message was deflated for all who get it so.
    public var deflated = 0
    /// Messages of a history sent to clients that came back.
    public var replayed = 0
    /// Clients that came back too late for all they missed.
    public var gaps = 0
    /// Messages that broke their type.
    public var invalid = 0
    /// Clients gone because nothing came from them in time.
    public var timedOut = 0
    /// Clients that were still there at the end of a drain.
    public var cutByDrain = 0
    /// Clients that broke the protocol.
    public var protocolErrors = 0
    /// Connections that ended, by their close code; codes from 3000 on are counted as `3xxx` and `4xxx`.
    public var closes: [String: Int] = [:]

    /// All zero.
    public init() {}
}
