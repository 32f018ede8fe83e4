/// What is remembered of a WebSocket's handshake, for the line that says how the WebSocket ended.
package final class AccessTicket: Sendable {
    private let log: AccessLog
    private let head: RequestHead
    private let route: RouteInfo?
    private let status: Int
    private let from: String

    /// - Parameter status: of the handshake's answer: 101, or 200 over HTTP/2.
    init(_ head: RequestHead, route: RouteInfo?, status: Int, from: String, _ log: AccessLog) {
        // The path and the method alone: the rest of a request's head is not needed for as long as a WebSocket lives.
        var short = RequestHead(target: String(head.string(head.target).prefix { $0 != "?" }))
        short.methodToken = short.append(head.string(head.methodToken))
        short.mark = head.mark
        self.head = short
        self.route = route
        self.status = status
        self.from = from
        self.log = log
    }

    /// Logs that the WebSocket has closed.
    func log(_ connection: WebSocketConnection, _ reason: CloseReason) {
        let milliseconds = connection.loop.milliseconds &- connection.openedAt
        log.write(
            AccessEntry(
                head: head, route: route, status: status, bytes: 0, nanoseconds: UInt64(milliseconds) * 1_000_000,
                from: from,
                closing: AccessEntry.Closing(
                    code: reason.code.rawValue, by: reason.initiatedBy, client: connection.id, user: connection.user,
                    room: connection.home.name, messagesIn: Int(connection.messagesIn),
                    messagesOut: Int(connection.messagesOut), bytesIn: Int(clamping: connection.bytesIn),
                    bytesOut: Int(clamping: connection.bytesOut))),
            to: nil)
    }
}

extension ServerLoop {
    /// What a WebSocket takes along, if its end is logged.
    func ticket(_ head: RequestHead, _ route: RouteInfo?, status: Int, from info: ConnectionInfo) -> AccessTicket? {
        guard rules.settings.log.access == .all else { return nil }
        return AccessTicket(head, route: route, status: status, from: info.remoteAddress, core.accessLog)
    }
}
