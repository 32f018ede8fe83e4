import HTTPTypes
import NIOCore

/// Each phase has its deadline; one entry in the loop's wheel stands for all of them and is moved only when it fires.
extension HTTP1Connection {
    /// When the loop should look at the connection again.
    func deadline() -> UInt64 {
        let times = rules.times
        var due: UInt64
        switch phase {
        case .reading: due = headerSince.map { $0 + times.header } ?? idleSince + times.idle
        case .answering:
            due = .max
            if let since = receiving.since, exchange?.isBodyPaused == false {
                due = since + times.body
            } else if case .waiting? = exchange?.answer, let time = exchange?.time, let since = exchange?.since {
                due = since + time
            }
            if due == .max { due = loop.now + times.idle }
        case .closing: due = loop.now + times.write
        case .lingering: due = lingersUntil
        case .gone: due = .max
        }
        if let since = sending.since { due = min(due, since + times.write) }
        return due
    }

    func meetDeadlines() {
        let now = loop.now
        let times = rules.times
        if sending.since != nil, !checkSending(now) {
            if let socket = context.flatMap({ SystemSocket.descriptor(of: $0) }) { SystemSocket.resetOnClose(socket) }
            return abort()
        }
        switch phase {
        case .reading:
            if let since = headerSince {
                guard now >= since + times.header else { return }
                refuse(status: .requestTimeout, "The request's header took too long.")
            } else if now >= idleSince + times.idle {
                closeAfterFlush(lingering: false)
            }
        case .answering: meetAnswerDeadlines(now)
        case .lingering: if now >= lingersUntil { abort() }
        case .closing, .gone: break
        }
    }

    private func meetAnswerDeadlines(_ now: UInt64) {
        guard let exchange else { return }
        if receiving.since != nil, !exchange.isBodyPaused {
            let rate = rules.settings.limits.minimumRate
            guard receiving.check(now: now, length: rules.times.body, bytes: bodyBytes, minimumRate: rate) else {
                return failBody(HTTPError(.requestTimeout, detail: "The request's body came too slowly."))
            }
        } else if case .waiting = exchange.answer, let time = exchange.time, now >= exchange.since + time {
            exchange.task?.cancel()
            if case .pipe(let pipe) = exchange.body { pipe.fail(CancellationError()) }
            keepPlace()
            answer(ServerCore.tooSlow)
        }
    }

    /// Whether the client takes what is sent to it.
    private func checkSending(_ now: UInt64) -> Bool {
        guard pendingBytes > 0 else {
            sending.end()
            return true
        }
        return sending.check(
            now: now, length: rules.times.write, bytes: sentBytes,
            minimumRate: rules.settings.limits.minimumRate)
    }

    /// About how much the kernel has taken. With TLS what waits is longer than what was handed over.
    var sentBytes: UInt64 {
        let pending = UInt64(pendingBytes)
        return handedOver > pending ? handedOver - pending : 0
    }

    /// What the channel has and the kernel hasn't.
    var pendingBytes: Int {
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
