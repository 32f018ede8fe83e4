/// How streams of server-sent events behave.
public struct EventSettings: Hashable, Sendable {
    /// How long a stream may be silent before a comment shows that it lives (default 15 s).
    public var heartbeat = Duration.seconds(15)
}

/// How much of a form is taken, and where its files lie.
public struct FormSettings: Hashable, Sendable {
    /// How many fields and files a form may have (default 200); more → 413.
    public var parts = 200
    /// How long the text of one field may be in bytes (default 64 KiB); more → 413.
    public var field = 64 * 1024
    /// Where files lie until their handler has returned (default `/tmp`).
    public var folder = "/tmp"

    /// The defaults.
    package init() {}
}
