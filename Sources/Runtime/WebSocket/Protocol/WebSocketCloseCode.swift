/// A close status code (RFC 6455 §7.4 and the IANA registry of WebSocket close codes).
public struct WebSocketCloseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number as it stands on the wire.
    public let rawValue: UInt16

    /// Wraps any number; `isLegalOnTheWire` tells whether a close frame may carry it.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// 1000: the purpose is fulfilled.
    public static let normalClosure = Self(rawValue: 1000)
    /// 1001: the endpoint goes away, as when a server shuts down.
    public static let goingAway = Self(rawValue: 1001)
    /// 1002: the peer broke the protocol.
    public static let protocolError = Self(rawValue: 1002)
    /// 1003: the kind of data cannot be accepted.
    public static let unsupportedData = Self(rawValue: 1003)
    /// 1007: the data do not fit the message's kind, as text that is not UTF-8.
    public static let invalidPayload = Self(rawValue: 1007)
    /// 1008: a policy was violated.
    public static let policyViolation = Self(rawValue: 1008)
    /// 1009: the message is too big.
    public static let messageTooBig = Self(rawValue: 1009)
    /// 1010: the client missed an extension it needs.
    public static let mandatoryExtension = Self(rawValue: 1010)
    /// 1011: the endpoint met an unexpected condition.
    public static let internalError = Self(rawValue: 1011)
    /// 1012: the service restarts.
    public static let serviceRestart = Self(rawValue: 1012)
    /// 1013: the service is overloaded; try again later.
    public static let tryAgainLater = Self(rawValue: 1013)
    /// 1014: a gateway got no good answer from its upstream.
    public static let badGateway = Self(rawValue: 1014)

    /// Whether a close frame may carry it: 1000–1003, 1007–1014 and 3000–4999. 1004, 1005, 1006 and 1015 are reserved,
    /// the rest is unassigned (RFC 6455 §7.4).
    public var isLegalOnTheWire: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }

    /// The number.
    public var description: String { String(rawValue) }
}
