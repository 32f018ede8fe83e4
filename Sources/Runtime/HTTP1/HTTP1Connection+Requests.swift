import HTTPTypes
import NIOCore

/// From a request's head to the endpoint that answers it.
extension HTTP1Connection {
    /// A head is complete.
    func begin(_ framing: HTTP1Framing, _ head: RequestHead) {
        serial &+= 1
        if isBehindProxy { readForwarded(head) }
        let keepAlive = framing.keepAlive && !core.isDraining && !inputEnded
        let target: RequestTarget
        do throws(RequestTarget.Failure) {
            target = try RequestTarget(head)
        } catch {
            return answer(RouteMatch.response(for: error), framing, head, nil, keepAlive: keepAlive)
        }
        guard !framing.expectsUnknown else {
            return answer(.problem(ServerCore.expectationFailed), framing, head, nil, keepAlive: keepAlive)
        }
        let route: Route
        let captures: PathCaptures
        switch loop.decide(head, target, from: source) {
        case .answer(let response, let route): return answer(response, framing, head, route, keepAlive: keepAlive)
        case .endpoint(let found, let parts, let pass):
            (route, captures) = (found, parts)
            self.pass = pass
        }
        switch route.endpoint {
        case .prepared(let response):
            guard case .none = framing.body else {
                return answer(prepared: response, framing, head, route, keepAlive: keepAlive)
            }
            // The shortest way: nothing is kept of the request.
            let isHead = head.method == .head
            write(response, head, keepAlive: keepAlive)
            finishShort(
                head, route, status: response.status, bytes: isHead ? 0 : response.body.count, keepAlive: keepAlive)
        case .immediate(let respond):
            let request = Request(head: head, target: target, captures: captures, connection: info)
            answer(core.result(head) { try respond(request) }, framing, head, route, keepAlive: keepAlive)
        case .file(let files):
            let request = Request(head: head, target: target, captures: captures, connection: info)
            if let response = files.cached(request) {
                return answer(response, framing, head, route, keepAlive: keepAlive)
            }
            // Opening a file may wait for the disk.
            open(framing, head, route, keepAlive: keepAlive, body: .discard(remaining: Self.discardLimit))
            exchange?.task = ReplyPort(self).runOnPool(request, route, core) { request, _ in
                try files.respond(request)
            }
        case .async(let handler):
            launch(handler, framing, head, route, target, captures, keepAlive: keepAlive)
        case .webSocket(let endpoint):
            upgrade(to: endpoint, framing, head, route, target, captures, keepAlive: keepAlive)
        }
    }

    private func launch(
        _ handler: @escaping @Sendable (Request, RequestContext) async throws -> Response, _ framing: HTTP1Framing,
        _ head: RequestHead, _ route: Route, _ target: RequestTarget, _ captures: PathCaptures, keepAlive: Bool
    ) {
        let limit = route.options.maxBody ?? rules.settings.limits.body
        let coding: BodyCoding?
        do throws(HTTPError) {
            coding = try rules.bodyCoding(head, route)
        } catch {
            return answer(core.result(head) { throw error }, framing, head, route, keepAlive: keepAlive)
        }
        var pipe: RequestBodyPipe?
        var received = 0
        var body = RequestBody()
        switch framing.body {
        case .none: break
        case .length(let count):
            guard count <= limit else {
                return answer(
                    core.result(head) { throw HTTPError.contentTooLarge(limit: limit) }, framing, head, route,
                    keepAlive: false)
            }
            if let whole = takeWholeBody(count) {
                received = whole.count
                body = RequestBody(whole)
            } else {
                pipe = makePipe(declaredLength: count)
            }
        case .chunked:
            parser.bodyLimit = limit
            pipe = makePipe(declaredLength: nil)
        }
        if let pipe { body = RequestBody(pipe, limit: limit) }
        // The limit holds for what came, and for what becomes of it.
        if let coding, framing.body != .none { body = body.inflated(coding, limit: limit) }
        let request = Request(head: head, target: target, captures: captures, connection: info, body: body)
        open(framing, head, route, keepAlive: keepAlive, body: pipe.map { .pipe($0) } ?? .complete)
        exchange?.received = received
        let mine = serial
        let task = ReplyPort(self).run(request, route, core, handler)
        // The handler may have answered at once.
        if exchange?.serial == mine { exchange?.task = task }
    }

    /// The body, if all of it has come with the head: then nobody has to wait for it.
    private func takeWholeBody(_ count: Int) -> [UInt8]? {
        var unused = RequestHead()
        guard input.readableBytes >= count, case .body(let bytes) = parser.next(&input, into: &unused),
            case .end = parser.next(&input, into: &unused)
        else { return nil }
        return Array(bytes.readableBytesView)
    }

    private func makePipe(declaredLength: Int?) -> RequestBodyPipe {
        let port = ReplyPort(self)
        return RequestBodyPipe(declaredLength: declaredLength) { port.wantBody() }
    }

    /// Remembers a request that isn't answered at once.
    func open(_ framing: HTTP1Framing, _ head: RequestHead, _ route: Route, keepAlive: Bool, body: Exchange.Body) {
        var body = body
        if case .none = framing.body { body = .complete }
        exchange = Exchange(
            serial: serial, route: route, isHead: head.method == .head,
            keepAlive: keepAlive, awaitsContinue: framing.expectsContinue && framing.body != .none, body: body,
            time: route.options.unlimitedTime ? nil : route.options.timeout?.milliseconds ?? rules.times.request,
            since: loop.now, head: head, started: loop.nanoseconds)
        loop.beginRequest()
        exchange?.pass = pass
        pass = nil
        if exchange?.isBodyComplete == false { receiving.begin(now: loop.now, bytes: bodyBytes) }
        phase = .answering
    }

    // MARK: The body

    /// Bytes of the body came in.
    func take(_ bytes: ByteBuffer) {
        bodyBytes &+= UInt64(bytes.readableBytes)
        exchange?.received += bytes.readableBytes
        switch exchange?.body {
        case .pipe(let pipe)?:
            exchange?.awaitsContinue = false
            if !pipe.push(Array(bytes.readableBytesView)) {
                exchange?.isBodyPaused = true
                exchange?.since = loop.now
                receiving.end()
            }
        case .discard(let remaining)?:
            guard remaining >= bytes.readableBytes else {
                exchange?.keepAlive = false
                exchange?.body = .complete
                receiving.end()
                finishIfDone(isCutShort: true)
                return
            }
            exchange?.body = .discard(remaining: remaining - bytes.readableBytes)
        case .complete?, nil: break
        }
    }

    /// The last byte of the body came in.
    func endBody() {
        if case .pipe(let pipe)? = exchange?.body { pipe.finish() }
        exchange?.body = .complete
        exchange?.since = loop.now
        receiving.end()
        finishIfDone()
    }

    /// The handler asks for the body, or has room for more of it.
    func wantBody(_ serial: UInt32) {
        guard let exchange, exchange.serial == serial, phase == .answering else { return }
        loop.takeTime()
        if exchange.awaitsContinue {
            self.exchange?.awaitsContinue = false
            takeOutput()
            output.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
        }
        if exchange.isBodyPaused {
            self.exchange?.isBodyPaused = false
            receiving.begin(now: loop.now, bytes: bodyBytes)
            turn { process() }
        }
        flush()
        resumeReading()
    }

    /// The body can't be read to its end: the handler learns why, and the connection ends with its answer.
    func failBody(_ error: HTTPError) {
        exchange?.keepAlive = false
        receiving.end()
        let body = exchange?.body
        exchange?.body = .complete
        if case .pipe(let pipe)? = body {
            pipe.fail(error)
            exchange?.since = loop.now
            if exchange?.isAnswered == true { finishIfDone(isCutShort: true) }
        } else {
            finishIfDone(isCutShort: true)
        }
    }

    /// The bytes that came break the rules.
    func fail(_ failure: HTTP1Failure) {
        if exchange != nil {
            let status = HTTPResponse.Status(standard: failure.status)
            failBody(HTTPError(status, detail: failure.detail))
        } else {
            refuse(status: HTTPResponse.Status(standard: failure.status), failure.detail)
        }
    }
}
