/// What a route changes of the headers that keep browsers from doing harm; nil leaves the service's setting.
public struct SecurityHeaders: Hashable, Sendable {
    /// Whether there are any (default: as `chain.securityHeaders` says; a route can take them off, not bring them back).
    public var isOn: Bool
    /// Which pages may show the answer in a frame (default: `chain.frames`).
    public var frames: ChainSettings.Frames?
    /// What a browser tells other sites of where a link stood (default: `chain.referrerPolicy`).
    public var referrerPolicy: ChainSettings.ReferrerPolicy?

    /// Makes a route's changes; the default changes nothing.
    public init(
        isOn: Bool = true, frames: ChainSettings.Frames? = nil, referrerPolicy: ChainSettings.ReferrerPolicy? = nil
    ) {
        self.isOn = isOn
        self.frames = frames
        self.referrerPolicy = referrerPolicy
    }
}
