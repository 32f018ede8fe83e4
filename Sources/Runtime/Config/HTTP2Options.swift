/// How HTTP/2 is spoken: `http2.*` of the config.
public struct HTTP2Options: Hashable, Sendable {
    /// Whether it is offered to clients over TLS (default on), in a service whose `transports` have it.
    public var enabled = true
    /// Whether it is also spoken without TLS, to clients that know it beforehand (default off): h2c, RFC 9113 §3.3.
    public var cleartext = false
    /// How many streams one client may have open (default 100); more are refused.
    public var streams = 100
    /// The bytes of a request's body that a client may send before they are read (default 256 KiB).
    public var streamWindow = 256 * 1024
    /// The same for all streams of a connection together (default 1 MiB).
    public var connectionWindow = 1024 * 1024
    /// The largest frame that is taken (default 16 KiB).
    public var frame = 16 * 1024
    /// How many streams a client may reset in `window` (default 200); more end its connection (CVE-2023-44487).
    public var resets = 200
    /// How many streams may fail in `window` because the client breaks the rules (default 200); more end its connection.
    public var errors = 200
    /// How many PING, SETTINGS and PRIORITY frames a client may send in `window` (default 400); more end its connection.
    public var control = 400
    /// The time in which `resets`, `errors` and `control` are counted (default 30 s).
    public var window = Duration.seconds(30)
    /// How many empty DATA frames may follow each other (default 10); more end the connection.
    public var emptyFrames = 10
    /// How many CONTINUATION frames a header section may have (default 8); more end the connection.
    public var continuations = 8
    /// How many answers to control frames may wait for a client that doesn't read (default 1,000); more end its connection.
    public var queuedControl = 1000

    /// The defaults.
    public init() {}
}
