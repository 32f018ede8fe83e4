package import NIOCore

/// What carries one exchange: a stream of HTTP/2. It belongs to its connection's event loop.
package protocol ExchangeCarrier: AnyObject {
    /// Bytes of bodies that were given to it and have not left for the socket.
    var unsentBytes: Int { get }
    /// Bytes of bodies that ever left.
    var sentBytes: UInt64 { get }
    /// Whether it should be given more now; when that changes to true it says so.
    var hasRoom: Bool { get }

    /// Tells the client to go on with its body (100 Continue).
    func sendContinue()
    /// Sends the answer's head; a last one ends this direction.
    func send(_ head: StreamedResponseHead, isLast: Bool)
    /// Sends bytes of the body; the last ones end this direction.
    func send(_ bytes: ByteBuffer, isLast: Bool)
    /// Sends what was given, if the connection doesn't do so soon anyway.
    func flush()
    /// So many bytes that came in were used up: the client may send as many more.
    func consumed(_ count: Int)
    /// Ends both directions now.
    func end(_ cause: ExchangeEnd)
}

/// Why an exchange ends before its time.
package enum ExchangeEnd: Hashable, Sendable {
    /// The answer is complete; the rest of the request is not wanted (RFC 9113 §8.1).
    case answered
    /// Nobody wants it any more, or it takes too long.
    case cancelled
    /// There is no room; nothing was done, so the client may try again.
    case refused
    /// The request breaks the rules.
    case malformed
    /// The service failed.
    case failed
}

/// Status and fields of an answer, the names in lower case.
package struct StreamedResponseHead: Sendable {
    package var status: Int
    package var fields: [(name: String, value: String)]

    package init(status: Int, fields: [(name: String, value: String)] = []) {
        self.status = status
        self.fields = fields
    }

    /// About how many bytes it takes.
    package var size: Int { fields.reduce(16) { $0 + $1.name.utf8.count + $1.value.utf8.count + 8 } }
}
