/// How many messages a connection may send in a time; more close it with 1008.
public struct MessageRate: Hashable, Sendable {
    /// The messages allowed in one period, also all at once.
    public var messages: Int
    /// The period.
    public var period: Duration

    /// So many messages in a period.
    public init(messages: Int, period: Duration = .seconds(1)) {
        self.messages = messages
        self.period = period
    }

    /// So many messages a second.
    public static func perSecond(_ messages: Int) -> Self { Self(messages: messages) }
}
