/// In which stages a service stops, beside `timeouts.drain`: `drain.*` of the config.
public struct DrainSettings: Hashable, Sendable {
    /// How long it goes on as before when it is asked to stop, so that load balancers notice (default 0 s); `/readyz` answers 503
    /// from the beginning.
    public var delay = Duration.zero
    /// How long the service may take to close what is its own, when nothing is under way any more (default 10 s).
    public var hook = Duration.seconds(10)
    /// After how long the process ends whatever is left (default: the other times together and 10 s).
    public var total: Duration?

    /// The defaults.
    public init() {}
}

extension ServiceSettings {
    /// After how long a stopping process ends whatever is left.
    var longestStop: Duration { drain.total ?? drain.delay + timeouts.drain + drain.hook + .seconds(10) }
}
