/// What a service is started with: from its config file, the environment and the command line.
///
/// `docs/config-reference.md` lists every key; the flags come first, then the environment, then the file, then what the
/// spec says, then the defaults.
public struct ServiceSettings: Sendable {
    /// The address to listen on (default `127.0.0.1`; `0.0.0.0` and `::` stand for all), or a Unix socket: `unix:/path`.
    public var host = "127.0.0.1"
    /// The port to listen on (default 8080); 0 lets the system choose.
    public var port = 8080
    /// Whether another process of the same user may listen on the same address and port (default off): the kernel spreads
    /// connections over them. On Linux alone.
    public var sharePort = false
    /// More places to listen on, besides `host` and `port` (default none).
    public var listeners: [ListenAddress] = []
    /// Certificate and keys (default none: no TLS).
    public var tls = TLSSettings()
    /// How HTTP/2 is spoken.
    public var http2 = HTTP2Options()
    /// How many event loops serve HTTP (default: one for each core the process may use).
    public var threads = ServiceSettings.usableCores
    /// What is logged and how.
    public var log = LogSettings()
    /// What operators may see and do.
    public var admin = AdminSettings()
    /// What is counted.
    public var metrics = MetricsSettings()
    /// How much is taken from clients.
    public var limits = LimitSettings()
    /// How long clients and handlers may take.
    public var timeouts = TimeoutSettings()
    /// In which stages it stops.
    public var drain = DrainSettings()
    /// Where handlers run.
    public var handlers = HandlerSettings()
    /// How streams of server-sent events behave.
    public var events = EventSettings()
    /// How much of a form is taken, and where its files lie.
    public var forms = FormSettings()
    /// Whom to believe when they say for whom they ask.
    public var proxies = ProxySettings()
    /// Which stages stand before routes, and how they are tuned.
    public var chain = ChainSettings()
    /// The `app:` section: the service's own settings.
    public internal(set) var app = AppSettings()
    /// What `hubs:` and the environment change of hubs.
    var hubs = HubOverrides()
    /// What `auth:` and the environment say of ways to authenticate.
    var auth = AuthOverrides()
    /// Where each value that is no default came from, by its path.
    var sources: [String: SettingSource] = [:]

    /// The defaults.
    public init() {}

    /// The settings of a hub: what the spec says, changed by `hubs.<name>` of the config file and by the environment.
    public func hub(_ name: String, _ settings: HubSettings) -> HubSettings {
        hubs.apply(to: settings, of: name)
    }
}

/// What is logged and how.
public struct LogSettings: Hashable, Sendable {
    /// Which requests get a line of their own.
    public enum Access: String, Hashable, Sendable, CaseIterable {
        /// None.
        case none
        /// Those that fail on the server's side (status 500 and above), as warnings.
        case errors
        /// All, as `info`.
        case all
    }

    /// The least severe level that is logged (default `info`).
    public var level = LogThreshold.info
    /// How lines are written (default `text`).
    public var format = LogFormat.text
    /// Which requests are logged (default `errors`: a line for each costs about as much as answering a small one).
    public var access = Access.errors
    /// How often a line says what the service did (default every minute; off: never); none for a time in which it did nothing.
    public var statistics: Duration? = .seconds(60)
}

/// The levels of swift-log, by the names they have in a config file.
public enum LogThreshold: String, Hashable, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

/// How much a server takes from its clients.
public struct LimitSettings: Hashable, Sendable {
    /// How many connections may be open (default 100,000); more are answered 503 and closed.
    public var connections = 100_000
    /// How many connections one address may have open (default 20,000); more are answered 429 and closed.
    public var connectionsPerIP = 20_000
    /// How many WebSockets all hubs together may have (default 1,000,000); more are answered 429.
    public var webSockets = 1_000_000
    /// The longest request line in bytes (default 8 KiB); longer → 414.
    public var requestLine = 8 * 1024
    /// The bytes of all header lines of a request (default 32 KiB); more → 431.
    public var header = 32 * 1024
    /// The header fields of a request (default 100); more → 431.
    public var headerCount = 100
    /// The parameters of a query (default 1,000); more → 400.
    public var queryParameters = 1_000
    /// The bytes of a request's body (default 1 MiB), unless its route says otherwise; more → 413.
    public var body = 1024 * 1024
    /// How deep arrays and objects of a JSON body may nest (default 64); deeper → 400.
    public var jsonDepth = 64
    /// How many violations of a request's input an answer lists (default 100); the others are counted.
    public var violations = 100
    /// The least bytes a second at which a body must come and a response must be taken (default 240 B), measured over
    /// `timeouts.body` and `timeouts.write`.
    public var minimumRate = 240
}

/// How long clients and handlers may take.
public struct TimeoutSettings: Hashable, Sendable {
    /// From a request's first byte to the end of its header (default 10 s).
    public var header = Duration.seconds(10)
    /// How long a body may make no progress, or too little (default 30 s).
    public var body = Duration.seconds(30)
    /// How long a connection may stay open without a request (default 75 s).
    public var idle = Duration.seconds(75)
    /// How long a client may take nothing, or too little, of a response (default 30 s).
    public var write = Duration.seconds(30)
    /// How long a handler may take, unless its route says otherwise (default 30 s); then the answer is 503.
    public var request = Duration.seconds(30)
    /// How long a stopping service waits for its requests and WebSockets (default 30 s).
    public var drain = Duration.seconds(30)
}

/// Where handlers run.
public struct HandlerSettings: Hashable, Sendable {
    /// How long a handler may hold its event loop before the calls of its route start on the thread pool (default 1 ms).
    ///
    /// A handler starts on its connection's event loop and stays there until it first waits, which saves two switches
    /// between threads. One that computes or blocks for longer delays the loop's other connections; when it does so twice, it starts
    /// on the thread pool. Zero: all start on the pool; nil: none does.
    public var hold: Duration? = .milliseconds(1)
}
