import NIOCore

/// One request that is being answered.
struct Exchange {
    /// Where the bytes of the request's body go.
    enum Body {
        /// All are here; nothing more belongs to this request.
        case complete
        /// To the handler.
        case pipe(RequestBodyPipe)
        /// Nowhere, since the answer doesn't depend on them: at most so many more.
        case discard(remaining: Int)
    }

    /// How far the answer is.
    enum Answer {
        case waiting
        /// A stream of chunks; `remaining` if its length was announced.
        case streaming(chunked: Bool, remaining: Int?)
        case complete
    }

    /// Which request of the connection it is: what comes too late for another one is dropped.
    let serial: UInt32
    let route: RouteInfo?
    let isHead: Bool
    let isHTTP10: Bool
    var keepAlive: Bool
    /// The client waits for `100 Continue` before it sends its body.
    var awaitsContinue: Bool
    var body: Body
    /// The handler doesn't keep up with the body, so the connection isn't read.
    var isBodyPaused = false
    var answer = Answer.waiting
    var task: Task<Void, Never>?
    /// How long the handler may take, in milliseconds; nil: as long as it likes.
    let time: UInt64?
    /// When the handler's time began: when it was called, or when the last of the body came.
    var since: UInt64
    /// The request, for the access log.
    let head: RequestHead
    let started: UInt64
    /// Set while a WebSocket handshake is decided.
    var handshake: Handshake.Acceptance?
    /// The one who gave a stream's last chunk and waits until it has gone out.
    var writer: CheckedContinuation<Void, any Error>?

    var isBodyComplete: Bool {
        if case .complete = body { true } else { false }
    }

    var isAnswered: Bool {
        if case .complete = answer { true } else { false }
    }
}
