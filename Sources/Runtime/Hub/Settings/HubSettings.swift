/// How a hub treats its clients: limits, heartbeat, policies. Each has a default, so a spec says only what differs.
public struct HubSettings: Hashable, Sendable {
    /// The largest message a client may send, in bytes (default 65,536); a longer one closes it with 1009.
    public var message: Int
    /// How many messages may wait for a client that reads slowly (default 256).
    public var queue: Int
    /// How many bytes may wait for a client that reads slowly (default: the larger of 1 MiB and four messages).
    public var queueBytes: Int?
    /// What happens when either is exceeded (default: the client is closed with 1013).
    public var slow: SlowClientPolicy
    /// With `slow: .conflate`: the fields of a JSON message whose values together are its key (default: none, and then no
    /// message replaces another). A message that lacks one of them has no key.
    public var conflateBy: [String]
    /// How long a client may be silent before it is pinged (default 54 s, up to a tenth less so that pings spread).
    public var ping: Duration
    /// How long after its last sign of life a client counts as gone (default 60 s). Any frame is a sign of life.
    public var timeout: Duration
    /// How long a write may make no progress before the connection is cut (default 10 s).
    public var write: Duration
    /// How long a client may take to answer a close frame (default 5 s).
    public var closeTimeout: Duration
    /// How many messages a connection may send in a time (default: any number); more close it with 1008.
    public var rate: MessageRate?
    /// How many bytes a connection may send in a time, headers included (default: any number); more close it with 1008.
    public var byteRate: ByteRate?
    /// How many connections the hub takes (default 100,000); more are refused with 429 and `Retry-After`.
    public var connections: Int
    /// How many connections one address may have (default: any number).
    public var connectionsPerIP: Int?
    /// How many connections one user may have (default: any number).
    public var connectionsPerUser: Int?
    /// How many rooms one connection may be in (default 128).
    public var roomsPerConnection: Int
    /// Which kinds of frame are taken (default: both); another closes the connection with 1003.
    public var accepts: AcceptedFrames
    /// Raw text hubs: line breaks become spaces, white space around goes, what is then empty is ignored (default off).
    public var trim: Bool
    /// What happens to a message that breaks its type (default: a problem frame to its sender).
    public var invalid: InvalidMessagePolicy
    /// How many messages may wait for an `async` handler before the hub stops reading from the client (default 64).
    public var inbox: Int
    /// Over how long a drain spreads its closes (default 5 s); at most half the time given to it, and 2 ms for each client.
    public var drain: Duration
    /// What a drain closes with (default 1001).
    public var drainCode: HubDrainCode
    /// What rooms remember for clients that come back (default: nothing).
    public var history: HubHistory?
    /// Which pages may connect (default: those from the same host).
    public var origins: WebSocketOriginPolicy
    /// The subprotocols the hub speaks, the best first (default: none).
    public var subprotocols: [String]
    /// Whether permessage-deflate is offered (default off).
    public var compress: Bool
    /// Shorter messages, in bytes, are sent as they are (default 512).
    public var compressThreshold: Int
    /// Whether messages to one client may refer to earlier ones to it (default off): they get smaller, and a connection
    /// that is sent any keeps up to 256 KiB for it. Broadcasts are deflated once for all in any case.
    public var compressContext: Bool

    /// Makes settings; what is left out has its default.
    public init(
        message: Int = 65_536, queue: Int = 256, queueBytes: Int? = nil, slow: SlowClientPolicy = .disconnect,
        conflateBy: [String] = [], ping: Duration = .seconds(54), timeout: Duration = .seconds(60),
        write: Duration = .seconds(10),
        closeTimeout: Duration = .seconds(5), rate: MessageRate? = nil,
        byteRate: ByteRate? = nil, connections: Int = 100_000,
        connectionsPerIP: Int? = nil, connectionsPerUser: Int? = nil, roomsPerConnection: Int = 128,
        accepts: AcceptedFrames = .any, trim: Bool = false, invalid: InvalidMessagePolicy = .error, inbox: Int = 64,
        drain: Duration = .seconds(5), drainCode: HubDrainCode = .goingAway, history: HubHistory? = nil,
        origins: WebSocketOriginPolicy = .sameHost, subprotocols: [String] = [],
        compress: Bool = false, compressThreshold: Int = 512, compressContext: Bool = false
    ) {
        self.message = message
        self.queue = queue
        self.queueBytes = queueBytes
        self.slow = slow
        self.conflateBy = conflateBy
        self.ping = ping
        self.timeout = timeout
        self.write = write
        self.closeTimeout = closeTimeout
        self.rate = rate
        self.byteRate = byteRate
        self.connections = connections
        self.connectionsPerIP = connectionsPerIP
        self.connectionsPerUser = connectionsPerUser
        self.roomsPerConnection = roomsPerConnection
        self.accepts = accepts
        self.trim = trim
        self.invalid = invalid
        self.inbox = inbox
        self.drain = drain
        self.drainCode = drainCode
        self.history = history
        self.origins = origins
        self.subprotocols = subprotocols
        self.compress = compress
        self.compressThreshold = compressThreshold
        self.compressContext = compressContext
    }
}

/// Which kinds of frame a hub takes from its clients.
public enum AcceptedFrames: String, Hashable, Sendable, CaseIterable {
    /// Text alone.
    case text
    /// Binary alone.
    case binary
    /// Both (the default).
    case any
}
