/// What a route changes of the headers that keep browsers from doing harm.
public struct SecurityHeaders: Hashable, Sendable {
    /// Which pages may show an answer in a frame.
    public enum Frames: String, CaseIterable, Sendable {
        case none, same, any
    }

    /// What a browser tells other sites of the page that a link stood on.
    public enum ReferrerPolicy: String, CaseIterable, Sendable {
        case noReferrer = "no-referrer"
        case sameOrigin = "same-origin"
        case strictOrigin = "strict-origin"
        case strictOriginWhenCrossOrigin = "strict-origin-when-cross-origin"
    }

    /// Whether there are any.
    public var isOn: Bool
    /// Nil leaves the service's setting.
    public var frames: Frames?
    /// Nil leaves the service's setting.
    public var referrer: ReferrerPolicy?

    /// Makes a route's changes.
    public init(isOn: Bool = true, frames: Frames? = nil, referrer: ReferrerPolicy? = nil) {
        self.isOn = isOn
        self.frames = frames
        self.referrer = referrer
    }
}
