import NIOCore

/// A task's way back to the connection that started it, from any thread.
struct ReplyPort: Sendable {
    private let connection: NIOLoopBound<HTTP1Connection>
    private let door: LoopDoor
    /// The request that the task works for.
    private let serial: UInt32

    /// On the connection's loop.
    init(_ connection: HTTP1Connection) {
        self.connection = NIOLoopBound(connection, eventLoop: connection.loop.eventLoop)
        door = connection.loop.door
        serial = connection.serial
    }

    /// - Returns: false if the loop has ended, and with it every connection.
    @discardableResult
    private func onLoop(_ body: @escaping @Sendable (HTTP1Connection, UInt32) -> Void) -> Bool {
        let (connection, serial) = (connection, serial)
        if connection.eventLoop.inEventLoop {
            body(connection.value, serial)
            return true
        }
        return door.pass { connection.eventLoop.execute { body(connection.value, serial) } }
    }

    func deliver(_ response: Response) {
        onLoop { $0.deliver(response, $1) }
    }

    func deliver(_ admission: Result<any WebSocketAdmission, any Error>, requestID: String) {
        let arrives = onLoop { $0.deliver(admission, requestID: requestID, $1) }
        if !arrives, case .success(let admission) = admission { admission.abandon() }
    }

    func wantBody() {
        onLoop { $0.wantBody($1) }
    }

    /// Sends a chunk of a stream; returns when the client has room for the next.
    func send(_ chunk: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { (writer: CheckedContinuation<Void, any Error>) in
            if !onLoop({ $0.stream(chunk, $1, writer) }) { writer.resume(throwing: ClientGone()) }
        }
    }

    /// Ends a stream.
    func finishStream(_ error: (any Error)?) {
        onLoop { $0.endStream(error, $1) }
    }
}
