/// What a server is ready to agree on for permessage-deflate (RFC 7692).
public struct WebSocketDeflateSettings: Hashable, Sendable {
    /// Whether our messages may refer to earlier ones (default false). It makes them smaller and costs
    /// 2^(`serverMaxWindowBits` + 2) + 2^17 bytes for each connection that sends any of its own.
    public var serverContextTakeover: Bool
    /// Whether a client's messages may refer to its earlier ones (default false). It costs 2^`clientMaxWindowBits` + 7 KiB
    /// for each connection that sends any.
    public var clientContextTakeover: Bool
    /// The base-2 logarithm of the largest window of ours, 9...15 (default 15).
    public var serverMaxWindowBits: Int
    /// The base-2 logarithm of the largest window of a client that lets us choose, 9...15 (default 15).
    public var clientMaxWindowBits: Int
    /// Shorter payloads, in bytes, are sent as they are (default 512).
    public var threshold: Int

    /// Makes settings; what is not given has its default, what is out of range is brought into it.
    public init(
        serverContextTakeover: Bool = false, clientContextTakeover: Bool = false, serverMaxWindowBits: Int = 15,
        clientMaxWindowBits: Int = 15, threshold: Int = 512
    ) {
        self.serverContextTakeover = serverContextTakeover
        self.clientContextTakeover = clientContextTakeover
        self.serverMaxWindowBits = min(15, max(9, serverMaxWindowBits))
        self.clientMaxWindowBits = min(15, max(9, clientMaxWindowBits))
        self.threshold = max(0, threshold)
    }
}
