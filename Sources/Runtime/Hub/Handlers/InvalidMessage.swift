/// Answers what a message's reading or handling threw.
enum InvalidMessage {
    /// On the connection's loop.
    static func meet(_ error: any Error, from connection: WebSocketConnection) {
        switch error {
        case let failure as ValidationFailure: meet(failure, from: connection)
        case let error as HTTPError where error.status.code < 500: answer(error.problem, connection)
        case let error as UnacceptedFrame: connection.close(.unaccepted(error.reason))
        default:
            connection.shard.core.logger.error(
                "the handler of a message failed", metadata: ["client": "\(connection.id)", "error": "\(error)"])
            connection.close(.handlerFailed)
        }
    }

    private static func meet(_ failure: ValidationFailure, from connection: WebSocketConnection) {
        // Nothing but white space where text is due is what a stray return key sends: no mistake to tell anyone of.
        if !failure.malformed, !failure.violations.isEmpty, failure.violations.allSatisfy({ $0.code == "empty" }) {
            return
        }
        connection.shard.counters.invalid.bump()
        switch connection.shard.settings.invalid {
        case .ignore: return
        case .error: answer(failure.problem, connection)
        case .close:
            let code: WebSocketCloseCode = failure.malformed ? .invalidPayload : .policyViolation
            let reason =
                failure.detail ?? failure.violations.first.map { "\($0.name) \($0.message)" } ?? "invalid message"
            connection.close(CloseReason(code: code, reason: reason, initiatedBy: .server))
        }
    }

    private static func answer(_ problem: Problem, _ connection: WebSocketConnection) {
        var problem = problem
        // The tag tells it from the messages of a union.
        problem.type = "problem"
        let bytes = JSONWriter.encode(problem)
        bytes.withUnsafeBytes { connection.enqueue(FrameBuffer.frame(.text, $0)) }
    }
}

/// A message came in a kind of frame that its type does not have.
struct UnacceptedFrame: Error {
    let reason: String
}
