import HTTPTypes
import NIOCore

/// From a request's head to the endpoint that answers it.
extension StreamExchange {
    /// A header section is complete.
    ///
    /// - Parameter isLast: the request has no body.
    package func begin(_ request: StreamedRequest, isLast: Bool) {
        loop.takeTime()
        head = request.head
        if session.isBehindProxy {
            forwarded = ForwardedRequest(
                head, peer: session.peer, isSecure: session.isSecure, client: session.info.client, rules.proxies)
        }
        inputEnded = isLast
        started = loop.nanoseconds
        isUnderWay = true
        loop.beginRequest()
        since = loop.now
        if !isLast { body = .discard(remaining: Self.discardLimit) }
        awaitsContinue = request.expectsContinue && !isLast
        wantsTunnel = request.wantsWebSocket
        decide(request)
        if !isGone, !inputEnded, handshake == nil, tunnel == nil, receiving.since == nil, !isBodyComplete {
            receiving.begin(now: loop.now, bytes: bodyBytes)
        }
        watch()
    }

    var isBodyComplete: Bool {
        if case .complete = body { true } else { false }
    }

    private func decide(_ request: StreamedRequest) {
        if let failure = request.failure { return refuse(failure) }
        let target: RequestTarget
        do throws(RequestTarget.Failure) {
            target = try RequestTarget(head)
        } catch {
            return answer(RouteMatch.response(for: error))
        }
        guard !request.expectsUnknown else { return answer(.problem(ServerCore.expectationFailed)) }
        let route: Route
        let captures: PathCaptures
        switch loop.decide(head, target, from: source) {
        case .answer(let response, let route):
            matched = route
            return answer(response.status.code == 426 ? Self.connectRequired : response)
        case .endpoint(let found, let parts, let pass):
            (route, captures) = (found, parts)
            self.pass = pass
        }
        matched = route
        if case .webSocket(let endpoint) = route.endpoint {
            return upgrade(
                to: endpoint, Request(head: head, target: target, captures: captures, connection: info), route)
        }
        // What a plain route answers would mean that the tunnel is open.
        guard !request.wantsWebSocket else { return answer(Self.noWebSocket) }
        time = route.options.unlimitedTime ? nil : route.options.timeout?.milliseconds ?? rules.times.request
        call(route, request.length, target, captures)
    }

    private func call(_ route: Route, _ length: Int?, _ target: RequestTarget, _ captures: PathCaptures) {
        switch route.endpoint {
        case .prepared(let prepared): answer(prepared.response)
        case .immediate(let respond):
            let request = Request(head: head, target: target, captures: captures, connection: info)
            answer(core.result { try respond(request) })
        case .file(let files):
            let request = Request(head: head, target: target, captures: captures, connection: info)
            if let response = files.cached(request) { return answer(response) }
            // Opening a file may wait for the disk.
            isTaskRunning = true
            session.handlers += 1
            task = ReplyPort(self).runOnPool(request, route, core) { request, _ in try files.respond(request) }
        case .async(let handler):
            let limit = route.options.maxBody ?? rules.settings.limits.body
            if let length, length > limit {
                return answer(core.result { throw HTTPError.contentTooLarge(limit: limit) })
            }
            let coding: BodyCoding?
            do throws(HTTPError) {
                coding = try rules.bodyCoding(head, route)
            } catch {
                return answer(core.result { throw error })
            }
            var content = RequestBody()
            if !inputEnded {
                bodyLimit = limit
                let port = ReplyPort(self)
                let pipe = RequestBodyPipe(declaredLength: length) { port.wantBody() }
                body = .pipe(pipe)
                content = RequestBody(pipe, limit: limit)
                // The limit holds for what came, and for what becomes of it.
                if let coding { content = content.inflated(coding, limit: limit) }
            }
            run(
                Request(head: head, target: target, captures: captures, connection: info, body: content), route, handler
            )
        case .webSocket: break
        }
    }

    private func run(
        _ request: Request, _ route: Route,
        _ handler: @escaping @Sendable (Request, RequestContext) async throws -> Response
    ) {
        isTaskRunning = true
        session.handlers += 1
        let task = ReplyPort(self).run(request, route, core, handler)
        // The handler may have answered at once.
        guard isTaskRunning else { return }
        if isGone { task.cancel() } else { self.task = task }
    }

    /// Says what is wrong with a request that isn't served.
    private func refuse(_ failure: HTTP1Failure) {
        let status = HTTPResponse.Status(standard: failure.status)
        answer(
            .problem(
                Problem(
                    title: status.reasonPhrase.isEmpty ? "Error" : status.reasonPhrase, status: status.code,
                    detail: failure.detail)))
    }

    /// A GET for a path that has only a WebSocket: HTTP/2 has no `Upgrade` that a 426 could name.
    private static let connectRequired = Response.problem(
        Problem(
            title: "Bad Request", status: 400,
            detail: "this path speaks WebSocket only: over HTTP/2 it is opened with CONNECT (RFC 8441)"))

    private static let noWebSocket = Response.problem(
        Problem(title: "Bad Request", status: 400, detail: "there is no WebSocket at this path"))

    // MARK: The body

    /// Bytes of the body came in.
    func take(_ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        bodyBytes &+= UInt64(count)
        switch body {
        case .pipe(let pipe):
            awaitsContinue = false
            guard bodyBytes <= UInt64(bodyLimit) else {
                carrier.consumed(count)
                return failBody(HTTPError.contentTooLarge(limit: bodyLimit))
            }
            guard count > 0 else { return }
            if pipe.push(Array(bytes.readableBytesView)), held == 0 {
                carrier.consumed(count)
            } else {
                held += count
                isBodyPaused = true
                since = loop.now
                receiving.end()
            }
        case .discard(let remaining):
            carrier.consumed(count)
            guard remaining >= count else {
                body = .complete
                receiving.end()
                return finishIfDone()
            }
            body = .discard(remaining: remaining - count)
        case .complete: carrier.consumed(count)
        }
    }

    /// The last byte of the body came in.
    func endBody() {
        if case .pipe(let pipe) = body { pipe.finish() }
        body = .complete
        since = loop.now
        receiving.end()
        isBodyPaused = false
        finishIfDone()
    }

    /// The handler asks for the body, or has room for more of it.
    func wantBody(_ serial: UInt32) {
        guard !isGone else { return }
        loop.takeTime()
        if awaitsContinue {
            awaitsContinue = false
            carrier.sendContinue()
        }
        if isBodyPaused {
            isBodyPaused = false
            receiving.begin(now: loop.now, bytes: bodyBytes)
        }
        releaseHeld()
        watch()
        carrier.flush()
    }

    /// Lets the client send as much more as it has sent beyond what the handler took.
    func releaseHeld() {
        guard held > 0 else { return }
        let count = held
        held = 0
        carrier.consumed(count)
    }

    /// The body can't be read to its end: the handler learns why, and nothing more is taken.
    func failBody(_ error: HTTPError) {
        receiving.end()
        let body = body
        self.body = .complete
        releaseHeld()
        if case .pipe(let pipe) = body {
            pipe.fail(error)
            since = loop.now
        }
        finishIfDone()
    }
}
