extension CloseReason {
    /// The server shuts down: the code tells the client to come back to another or later.
    static func draining(_ code: HubDrainCode) -> CloseReason {
        switch code {
        case .goingAway: CloseReason(code: .goingAway, reason: "the server is going away", initiatedBy: .server)
        case .serviceRestart: CloseReason(code: .serviceRestart, reason: "the server restarts", initiatedBy: .server)
        }
    }

    /// The client's queue was full.
    static let tooSlow = CloseReason(
        code: .tryAgainLater, reason: "messages came faster than this client read them", initiatedBy: .server)

    /// The client sent more messages than its rate allows.
    static let rateLimited = CloseReason(
        code: .policyViolation, reason: "too many messages in too short a time", initiatedBy: .server)

    /// The client sent more bytes than its rate allows.
    static let byteLimited = CloseReason(
        code: .policyViolation, reason: "too many bytes in too short a time", initiatedBy: .server)

    /// The client entered more rooms than it may.
    static let tooManyRooms = CloseReason(
        code: .policyViolation, reason: "in too many rooms at once", initiatedBy: .server)

    /// The handler failed.
    static let handlerFailed = CloseReason(code: .internalError, reason: "internal error", initiatedBy: .server)

    /// The hub does not take this kind of frame.
    static func unaccepted(_ reason: String) -> CloseReason {
        CloseReason(code: .unsupportedData, reason: reason, initiatedBy: .server)
    }
}
