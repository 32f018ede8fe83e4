/// How much a room remembers for clients that come back.
public struct HubHistory: Hashable, Sendable {
    /// How many messages a room keeps.
    public var size: Int
    /// How long it keeps them (default: as long as the room lives).
    public var ttl: Duration?
    /// Whether messages are raw text, which an envelope holds as a JSON string (default: they are JSON).
    public var isText: Bool

    /// Keeps so many messages for so long.
    public init(size: Int, ttl: Duration? = nil, isText: Bool = false) {
        self.size = size
        self.ttl = ttl
        self.isText = isText
    }

    /// The subprotocol whose clients get messages in envelopes, with their offsets.
    public static let subprotocol = "hub.v1"
}
