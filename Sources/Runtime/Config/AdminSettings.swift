/// The admin listener: health, metrics, log level, routes, config and reload, for operators alone.
public struct AdminSettings: Hashable, Sendable {
    /// The address that it listens on (default `127.0.0.1`), or a Unix socket: `unix:/path`. It asks nobody who they are.
    public var host = "127.0.0.1"
    /// Its port (default off: there is no admin listener); 0 lets the system choose one.
    public var port: Int?
    /// Whether `/healthz` and `/readyz` are answered on the main port too (default off).
    public var publicHealth = false

    /// The defaults.
    public init() {}
}

/// What is counted for `/metrics` and the statistics in the log.
public struct MetricsSettings: Hashable, Sendable {
    /// Whether requests are counted (default on; it costs well under a microsecond each).
    public var requests = true
    /// How many route patterns have series of their own (default 1000); the others share one called `other`.
    public var routes = 1000
    /// How often each event loop measures how late it is (default every second; off: never).
    public var loopLag: Duration? = .seconds(1)

    /// The defaults.
    public init() {}
}
