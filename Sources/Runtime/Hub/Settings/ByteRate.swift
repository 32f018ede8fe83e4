/// How many bytes a connection may send in a time, headers included; more close it with 1008.
public struct ByteRate: Hashable, Sendable {
    /// The bytes allowed in one period, also all at once.
    public var bytes: Int
    /// The period.
    public var period: Duration

    /// So many bytes in a period (default: a second).
    public init(bytes: Int, period: Duration = .seconds(1)) {
        self.bytes = bytes
        self.period = period
    }

    /// So many bytes a second.
    public static func perSecond(_ bytes: Int) -> Self { Self(bytes: bytes) }
}
