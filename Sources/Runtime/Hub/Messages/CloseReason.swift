/// Why a connection ended.
public struct CloseReason: Hashable, Sendable {
    /// Who ended it.
    public enum Initiator: String, Hashable, Sendable {
        /// The client sent a close frame, or broke the protocol.
        case client
        /// The server closed it: a kick, a limit, a drain, a slow client.
        case server
        /// The connection broke, or nothing came any more.
        case network
    }

    /// The close code; 1005 where a close frame had none, 1006 where there was no close frame (RFC 6455 §7.1.5).
    public let code: WebSocketCloseCode
    /// The text that came with it, or what happened.
    public let reason: String
    /// Who ended it.
    public let initiatedBy: Initiator

    /// Puts the three together.
    public init(code: WebSocketCloseCode, reason: String = "", initiatedBy: Initiator) {
        self.code = code
        self.reason = reason
        self.initiatedBy = initiatedBy
    }
}

extension WebSocketCloseCode {
    /// 1005: the close frame had no code. Never sent (RFC 6455 §7.4.1).
    public static let noStatus = Self(rawValue: 1005)
    /// 1006: there was no close frame. Never sent (RFC 6455 §7.4.1).
    public static let abnormal = Self(rawValue: 1006)
}
