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
    let route: Route?
    let isHead: Bool
    var keepAlive: Bool
    /// The client waits for `100 Continue` before it sends its body.
    var awaitsContinue: Bool
    var body: Body
    /// The handler doesn't keep up with the body, so the connection isn't read.
    var isBodyPaused = false
    var answer = Answer.waiting
    var task: Task<Void, Never>?
    /// The stream of events that is being sent.
    var events: EventSource?
    /// How long the handler may take, in milliseconds; nil: as long as it likes.
    let time: UInt64?
    /// When the handler's time began: when it was called, or when the last of the body came.
    var since: UInt64
    /// The request, for the access log.
    let head: RequestHead
    let started: UInt64
    /// The status of the answer; 499 before there is one.
    var status = 499
    /// The client has gone, or will only read; the handler was cancelled.
    var isAbandoned = false
    /// Bytes of the body that came in, and of the answer's that went out.
    var received = 0
    var sent = 0
    /// The request's way through its route's chain.
    var pass: RouteChain.Pass?
    /// Set while a WebSocket handshake is decided.
    var handshake: Handshake.Acceptance?
    /// The one who gave a stream's last chunk and waits until it has gone out.
    var writer: CheckedContinuation<Void, any Error>?

    var record: RequestRecord {
        // What a cancelled handler answers is nobody's fault but the client's.
        RequestRecord(
            head: head, route: route, status: isAbandoned && status == 503 ? 499 : status, received: received,
            sent: sent,
            started: started)
    }

    var isBodyComplete: Bool {
        if case .complete = body { true } else { false }
    }

    var isAnswered: Bool {
        if case .complete = answer { true } else { false }
    }
}
