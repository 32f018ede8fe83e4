import HTTPTypes
import NIOCore

/// From an answer to the bytes on the wire.
extension HTTP1Connection {
    // MARK: Answers that are there at once

    /// Answers a request that needs no task.
    func answer(
        _ response: Response, _ framing: HTTP1Framing, _ head: RequestHead, _ route: Route?, keepAlive: Bool
    ) {
        let keepAlive = keepAlive && keepsConnection(framing)
        let isHead = head.method == .head
        var response = response
        if var pass {
            self.pass = nil
            pass.decorate(&response, head)
        }
        loop.complete(&response, route, isSecure: source.isSecure)
        if case .none = framing.body, case .bytes(let bytes) = response.body {
            write(response, head, keepAlive: keepAlive)
            finishShort(head, route, status: response.status, bytes: isHead ? 0 : bytes.count, keepAlive: keepAlive)
            return
        }
        open(framing, head, route, keepAlive: keepAlive)
        answer(response)
    }

    func answer(
        prepared response: PreparedResponse, _ framing: HTTP1Framing, _ head: RequestHead, _ route: Route,
        keepAlive: Bool
    ) {
        let keepAlive = keepAlive && keepsConnection(framing)
        write(response, head, keepAlive: keepAlive)
        open(framing, head, route, keepAlive: keepAlive)
        exchange?.answer = .complete
        exchange?.status = response.status.code
        exchange?.sent = head.method == .head ? 0 : response.body.count
        finishIfDone()
    }

    private func open(_ framing: HTTP1Framing, _ head: RequestHead, _ route: Route?, keepAlive: Bool) {
        exchange = Exchange(
            serial: serial, route: route, isHead: head.method == .head,
            keepAlive: keepAlive, awaitsContinue: false,
            body: framing.body == .none ? .complete : .discard(remaining: Self.discardLimit), time: nil,
            since: loop.now, head: head, started: loop.nanoseconds)
        loop.beginRequest()
        if framing.body != .none { receiving.begin(now: loop.now, bytes: bodyBytes) }
        phase = .answering
    }

    /// Whether the rest of a request's body is worth waiting for.
    private func keepsConnection(_ framing: HTTP1Framing) -> Bool {
        switch framing.body {
        case .none: true
        case .length(let count): count <= Self.discardLimit && !framing.expectsContinue
        case .chunked: !framing.expectsContinue
        }
    }

    /// Ends a request of which nothing was kept.
    func finishShort(
        _ head: RequestHead, _ route: Route?, status: HTTPResponse.Status, bytes: Int, keepAlive: Bool
    ) {
        loop.note(
            RequestRecord(
                head: head, route: route, status: status.code, received: 0, sent: bytes, started: loop.nanoseconds),
            info)
        idleSince = loop.now
        if !keepAlive { closeAfterFlush(lingering: input.readableBytes > 0) }
    }

    /// Says what is wrong with a request that can't be read, and ends the connection.
    func refuse(status: HTTPResponse.Status, _ detail: String) {
        var response = Response.problem(
            Problem(
                title: status.reasonPhrase.isEmpty ? "Error" : status.reasonPhrase, status: status.code, detail: detail)
        )
        loop.complete(&response, nil, isSecure: !isPlain)
        write(response, nil, keepAlive: false)
        loop.noteRefusal(status: status.code)
        closeAfterFlush(lingering: true)
    }

    // MARK: Answers to the open request

    /// Answers the open request.
    func answer(_ response: Response) {
        // Taken out and put back: it is large.
        guard var exchange = exchange.take() else { return }
        var response = response
        let head = exchange.head
        exchange.pass?.decorate(&response, head)
        loop.complete(&response, exchange.route, isSecure: source.isSecure)
        // A file's bytes go by themselves only where nothing stands before the socket.
        if !isPlain { response.body = response.body.readable(beyond: Self.copyLimit) }
        if !exchange.isBodyComplete, exchange.awaitsContinue {
            // The client never got its 100, so nobody knows whether a body follows.
            exchange.keepAlive = false
        }
        if case .pipe(let pipe) = exchange.body {
            pipe.fail(CancellationError())
            exchange.body = .discard(remaining: Self.discardLimit)
            exchange.isBodyPaused = false
            receiving.begin(now: loop.now, bytes: bodyBytes)
        }
        exchange.keepAlive = exchange.keepAlive && !core.isDraining && !inputEnded
        exchange.task = nil
        let framing = write(response, head, keepAlive: exchange.keepAlive)
        if case .stream(let stream) = response.body, !exchange.isHead, framing != .none {
            if framing == .untilClose { exchange.keepAlive = false }
            exchange.answer = .streaming(chunked: framing == .chunked, remaining: stream.length)
            exchange.status = response.status.code
            self.exchange = exchange
            pump(stream)
        } else {
            exchange.answer = .complete
            exchange.status = response.status.code
            exchange.sent = exchange.isHead || framing == .none ? 0 : response.body.length ?? 0
            self.exchange = exchange
        }
        finishIfDone()
    }

    /// A task's answer; too late if the request is no longer the open one.
    func deliver(_ response: Response, _ serial: UInt32) {
        guard phase == .answering, exchange?.serial == serial, case .waiting? = exchange?.answer else {
            outlived[serial] = nil
            return
        }
        // Called by a handler that answered at once: who reads the requests goes on, and sends all answers together.
        guard !isInTurn else { return answer(response) }
        loop.takeTime()
        turn {
            answer(response)
            process()
        }
        flush()
        resumeReading()
    }

    /// Goes on to the next request when the present one is read and answered.
    func finishIfDone(isCutShort: Bool = false) {
        guard exchange?.isAnswered == true, let isRead = exchange?.isBodyComplete, let keepAlive = exchange?.keepAlive,
            isRead || !keepAlive
        else { return }
        let lingers = isCutShort || !isRead || input.readableBytes > 0
        endExchange()
        receiving.end()
        idleSince = loop.now
        phase = .reading
        if !keepAlive { closeAfterFlush(lingering: lingers) }
    }

    // MARK: Bytes

    func write(_ response: PreparedResponse, _ head: RequestHead, keepAlive: Bool) {
        takeOutput()
        ResponseEncoder.write(
            response, persistence(keepAlive, head.version == .http10), loop.rules.sendsRequestID ? head.mark : nil,
            date: loop.date.bytes, isHead: head.method == .head, to: &output)
    }

    /// Writes the head, and the body if it is there already.
    ///
    /// - Parameter head: the request's; nil if it could not be read.
    @discardableResult
    func write(_ response: Response, _ head: RequestHead?, keepAlive: Bool) -> ResponseEncoder.Framing {
        takeOutput()
        let isHTTP10 = head?.version == .http10
        let framing = ResponseEncoder.framing(
            status: response.status, length: response.body.length, isHTTP10: isHTTP10)
        ResponseEncoder.write(
            response, framing, persistence(keepAlive && framing != .untilClose, isHTTP10),
            loop.rules.sendsRequestID ? head?.mark : nil, date: loop.date.bytes, to: &output)
        guard head?.method != .head, framing != .none else { return framing }
        switch response.body {
        case .empty, .stream: break
        case .bytes(let bytes): output.writeBytes(bytes)
        case .file(let file): write(file)
        }
        return framing
    }

    private func persistence(_ keepAlive: Bool, _ isHTTP10: Bool) -> ResponseEncoder.Persistence {
        keepAlive ? (isHTTP10 ? .keepAlive : .unsaid) : .close
    }

    func takeOutput() {
        if output.capacity == 0 { output = loop.takeOutput() }
    }

    /// Sends what was made: to the socket if nothing waits before it, else through the channel.
    func flush() {
        guard output.readableBytes > 0, let context else { return }
        if let socket, !channelHasBytes || pendingBytes == 0 {
            channelHasBytes = false
            let waiting = output.readableBytes
            defer { loop.meter.sent.bump(waiting - output.readableBytes) }
            switch SystemSocket.send(&output, to: socket) {
            case .all: return loop.give(&output)
            case .failed: return abort()
            case .some: break
            }
        }
        handOver()
        context.flush()
        watchSending()
    }

    /// Gives what was made to the channel without sending it yet.
    func handOver() {
        guard output.readableBytes > 0, let context else { return }
        handedOver &+= UInt64(output.readableBytes)
        loop.meter.sent.bump(output.readableBytes)
        channelHasBytes = true
        context.write(wrapOutboundOut(.byteBuffer(output)), promise: nil)
        if phase == .gone { return }
        loop.give(&output)
    }

    /// A client that doesn't take what is sent has a deadline.
    func watchSending() {
        guard phase != .gone else { return }
        if phase == .closing || !isWritable {
            sending.begin(now: loop.now, bytes: sentBytes)
            loop.watch(self, until: deadline())
        } else {
            sending.end()
        }
    }

    // MARK: Ends

    /// Ends the connection once everything is sent.
    ///
    /// - Parameter lingering: the client may still be sending; closing at once would make its kernel drop the answer.
    func closeAfterFlush(lingering: Bool) {
        guard phase != .gone, phase != .closing, phase != .lingering, let context else { return }
        phase = .closing
        headerSince = nil
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.endOutput(lingering: lingering) }
        handedOver &+= UInt64(output.readableBytes)
        loop.meter.sent.bump(output.readableBytes)
        channelHasBytes = true
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(output)), promise: promise)
        output = ByteBuffer()
        watchSending()
    }

    private func endOutput(lingering: Bool) {
        guard phase == .closing, let context else { return }
        sending.end()
        guard lingering, !inputEnded else { return abort() }
        phase = .lingering
        lingersUntil = loop.now + rules.times.linger
        input = ByteBuffer()
        context.close(mode: .output, promise: nil)
        guard phase == .lingering else { return }
        loop.watch(self, until: deadline())
        resumeReading()
    }

    /// Ends the connection when its present request is answered.
    func endAfterAnswer() {
        switch phase {
        case .reading: closeAfterFlush(lingering: headerSince != nil || input.readableBytes > 0)
        case .answering:
            exchange?.keepAlive = false
            exchange?.events?.stop()
        case .lingering: abort()
        case .closing, .gone: break
        }
    }

    /// The handler at work goes on though nobody waits for it: it still counts among those under way.
    func keepPlace() {
        guard let exchange, exchange.task != nil, case .waiting = exchange.answer,
            let place = self.exchange?.pass?.takePlace()
        else { return }
        outlived[exchange.serial] = place
    }

    /// Lets go of the open request, and notes what became of it.
    func endExchange() {
        guard let ended = exchange.take() else { return }
        loop.endRequest(ended.record, info)
    }
}
