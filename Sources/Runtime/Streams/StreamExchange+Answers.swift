import HTTPTypes
import NIOCore

/// From an answer to the carrier.
extension StreamExchange {
    /// Files up to this size are copied behind the head; larger ones are read piece by piece.
    private static let copyLimit = 64 * 1024
    /// What an answer's head may take: a frame of the size that every client takes (RFC 9113 §4.2).
    private static let headLimit = 16 * 1024

    /// A task's answer; too late if the exchange is over or has been answered.
    func deliver(_ response: Response, _ serial: UInt32) {
        endTask()
        guard !isGone, case .waiting = answer, tunnel == nil else { return }
        loop.takeTime()
        answer(response)
        watch()
        carrier.flush()
    }

    /// The handler has returned.
    func endTask() {
        guard isTaskRunning else { return }
        isTaskRunning = false
        session.handlers -= 1
        if isGone { pass = nil }
    }

    /// Answers the request.
    func answer(_ response: Response) {
        guard !isGone, case .waiting = answer else { return }
        var response = response
        pass?.decorate(&response, head)
        loop.complete(&response, matched, isSecure: source.isSecure)
        response.standing?.add(to: &response.headers)
        if wantsTunnel, response.status.kind == .successful { response.status = .forbidden }
        response.body = response.body.readable(beyond: Self.copyLimit)
        task = nil
        handshake = nil
        var bytes: ByteBuffer?
        if case .file(let file) = response.body {
            guard let read = Self.read(file) else { return carrier.end(.failed) }
            bytes = read
        }
        var answered = StreamedResponseHead(response, mark, date: loop.date.bytes)
        if answered.size > Self.headLimit {
            core.logger.error(
                "an answer's header is too large for HTTP/2",
                metadata: ["route": "\(route?.pattern ?? "")", "bytes": "\(answered.size)"])
            response = .problem(Problem(title: "Internal Server Error", status: 500))
            loop.complete(&response, nil, isSecure: source.isSecure)
            response.standing?.add(to: &response.headers)
            bytes = nil
            answered = StreamedResponseHead(response, mark, date: loop.date.bytes)
        }
        turnBodyAway()
        status = response.status.code
        send(response, answered, bytes)
    }

    /// What the request is called, if answers say it.
    var mark: RequestMark? { loop.rules.sendsRequestID ? head.mark : nil }

    /// What is still to come of the request is let go by.
    private func turnBodyAway() {
        if case .pipe(let pipe) = body {
            pipe.fail(CancellationError())
            body = .discard(remaining: Self.discardLimit)
            isBodyPaused = false
            releaseHeld()
            receiving.begin(now: loop.now, bytes: bodyBytes)
        }
        // The client never got its 100, so nobody knows whether a body follows.
        if awaitsContinue { body = .complete }
    }

    private func send(_ response: Response, _ answered: StreamedResponseHead, _ bytes: ByteBuffer?) {
        let hasBody =
            !isHead
            && ResponseEncoder.framing(status: response.status, length: response.body.length, isHTTP10: false) != .none
        answer = .complete
        switch response.body {
        case .stream(let stream) where hasBody:
            answer = .streaming(remaining: stream.length)
            carrier.send(answered, isLast: false)
            return pump(stream)
        case .bytes(let content) where hasBody && !content.isEmpty:
            carrier.send(answered, isLast: false)
            carrier.send(ByteBuffer(bytes: content), isLast: true)
        case .file where hasBody:
            carrier.send(answered, isLast: (bytes?.readableBytes ?? 0) == 0)
            if let bytes, bytes.readableBytes > 0 { carrier.send(bytes, isLast: true) }
        default: carrier.send(answered, isLast: true)
        }
        sentBytes = hasBody ? response.body.length ?? 0 : 0
        note()
        finishIfDone()
    }

    private static func read(_ body: FileBody) -> ByteBuffer? {
        var buffer = ByteBufferAllocator().buffer(capacity: body.count)
        let read = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: body.count) { memory in
            FileReading.read(body, into: UnsafeMutableRawBufferPointer(rebasing: memory[..<body.count]))
        }
        return read == body.count ? buffer : nil
    }

    /// Ends the stream when the request is answered and nobody waits for the rest of its body.
    func finishIfDone() {
        guard !isGone, isAnswered, tunnel == nil, !inputEnded, isBodyComplete else { return }
        carrier.end(.answered)
    }

    /// The request has ended: it is counted and logged, once.
    func note() {
        guard isUnderWay else { return }
        isUnderWay = false
        loop.endRequest(
            RequestRecord(
                head: head, route: matched, status: status, received: Int(clamping: bodyBytes), sent: sentBytes,
                started: started), info)
    }

    // MARK: Streams

    /// Starts a task that takes a stream's chunks as fast as the client takes them.
    private func pump(_ stream: ResponseStream) {
        if case .events(let events) = stream.source { self.events = events }
        if core.isDraining { events?.stop() }
        task = ReplyPort(self).pump(stream, heartbeat: rules.settings.events.heartbeat)
    }

    /// Sends a chunk; `writer` goes on when there is room for the next.
    func stream(_ chunk: [UInt8], _ serial: UInt32, _ writer: CheckedContinuation<Void, any Error>) {
        guard !isGone, case .streaming(let remaining) = answer else { return writer.resume(throwing: ClientGone()) }
        loop.takeTime()
        if let remaining {
            guard chunk.count <= remaining else { return writer.resume(throwing: StreamLengthMismatch()) }
            answer = .streaming(remaining: remaining - chunk.count)
        }
        sentBytes += chunk.count
        // Keeps the writer before anything is sent: that may end the stream.
        self.writer = writer
        carrier.send(ByteBuffer(bytes: chunk), isLast: false)
        carrier.flush()
        guard !isGone else { return }
        if carrier.hasRoom, let writer = self.writer {
            self.writer = nil
            writer.resume()
        }
        watch()
    }

    /// The stream is over; if it failed or was too short, the client must see that: the stream is reset.
    func endStream(_ error: (any Error)?, _ serial: UInt32) {
        guard !isGone, case .streaming(let remaining) = answer else { return }
        loop.takeTime()
        answer = .complete
        task = nil
        if let error {
            if !(error is ClientGone), !(error is CancellationError) {
                core.logger.error(
                    "a response's stream failed",
                    metadata: ["route": "\(route?.pattern ?? "")", "error": "\(String(reflecting: error))"])
            }
            return carrier.end(.failed)
        }
        guard remaining ?? 0 == 0 else {
            core.logger.error(
                "a response's stream was shorter than its announced length",
                metadata: ["route": "\(route?.pattern ?? "")"])
            return carrier.end(.failed)
        }
        carrier.send(ByteBuffer(), isLast: true)
        note()
        finishIfDone()
        watch()
        carrier.flush()
    }
}
