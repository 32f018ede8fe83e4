import HTTPTypes
import NIOCore

/// The opening handshake of a WebSocket, on any request of a connection (RFC 6455 §4.2).
extension HTTP1Connection {
    /// Judges a handshake, asks the endpoint, and gives the connection away.
    func upgrade(
        to endpoint: any WebSocketEndpoint, _ framing: HTTP1Framing, _ head: RequestHead, _ route: Route,
        _ target: RequestTarget, _ captures: PathCaptures, keepAlive: Bool
    ) {
        guard case .none = framing.body else {
            return answer(
                core.result(head) {
                    throw HTTPError.badRequest("A WebSocket handshake has no body (RFC 6455 section 4.1).")
                },
                framing, head, route, keepAlive: false)
        }
        guard !core.isDraining else {
            return answer(
                core.result(head) {
                    throw HTTPError.serviceUnavailable(retryAfter: .seconds(1), "This instance is stopping.")
                },
                framing, head, route, keepAlive: false)
        }
        let outcome = Handshake.judge(
            method: head.string(head.methodToken), isHTTP11: head.version == .http11, policy: endpoint.policy,
            values: head.values(of:))
        switch outcome {
        case .refuse(let refusal):
            answer(refusal.response, framing, head, route, keepAlive: keepAlive)
        case .accept(let acceptance):
            let request = Request(head: head, target: target, captures: captures, connection: info)
            open(framing, head, route, keepAlive: keepAlive, body: .complete)
            exchange?.handshake = acceptance
            let mine = serial
            let task = ReplyPort(self).admit(request, endpoint, route, core.logger)
            // The endpoint may have answered at once, and the connection gone on.
            if exchange?.serial == mine { exchange?.task = task }
        }
    }

    /// The endpoint's word; too late if the client has gone or the handler's time is over.
    func deliver(_ admission: Result<any WebSocketAdmission, any Error>, requestID: String, _ serial: UInt32) {
        guard phase == .answering, let exchange, exchange.serial == serial, case .waiting = exchange.answer,
            let acceptance = exchange.handshake
        else {
            if case .success(let admission) = admission { admission.abandon() }
            return
        }
        switch admission {
        case .failure(let error):
            deliver(ErrorMapper.response(for: error, requestID: requestID, logger: core.logger), serial)
        case .success(let admission):
            switchProtocols(to: admission, acceptance)
        }
    }

    /// Gives the connection away: this handler leaves, and the new owner sends the 101 when it is ready for what the client
    /// may send, or be sent, from then on.
    private func switchProtocols(to admission: any WebSocketAdmission, _ acceptance: Handshake.Acceptance) {
        guard let context else { return admission.abandon() }
        var response = context.channel.allocator.buffer(capacity: 256)
        response.writeStaticString("HTTP/1.1 101 Switching Protocols\r\n")
        for field in acceptance.fields {
            response.writeString(field.name)
            response.writeStaticString(": ")
            response.writeString(field.value)
            response.writeStaticString("\r\n")
        }
        if loop.rules.sendsRequestID, let head = exchange?.head { ResponseEncoder.write(head.mark, to: &response) }
        response.writeBytes(loop.date.bytes)
        exchange?.answer = .complete
        exchange?.status = 101
        flush()
        guard phase == .answering else { return admission.abandon() }
        guard pendingBytes > 0 else { return handOver(to: admission, response, acceptance.negotiated) }
        // Answers to earlier requests are still queued: the new owner may write past the channel, so they go first.
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { result in
            guard case .success = result, self.phase == .answering else { return admission.abandon() }
            self.handOver(to: admission, response, acceptance.negotiated)
        }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: promise)
        guard phase == .answering else { return }
        // A client that does not take them would keep its place for ever.
        sending.begin(now: loop.now, bytes: sentBytes)
        loop.watch(self, until: deadline())
    }

    private func handOver(
        to admission: any WebSocketAdmission, _ response: ByteBuffer, _ handshake: NegotiatedHandshake
    ) {
        guard let context else { return admission.abandon() }
        let channel = context.channel
        let leftover = input.readableBytes > 0 ? ByteBuffer(bytes: input.readableBytesView) : ByteBuffer()
        let ended = inputEnded
        let access = exchange.flatMap { loop.ticket($0.head, $0.route?.info, status: 101, from: info) }
        endExchange()
        try? channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        guard !ended, channel.isActive else {
            admission.abandon()
            channel.close(mode: .all, promise: nil)
            return
        }
        admission.open(
            on: channel, isPlainSocket: isPlain, response: response, leftover: leftover,
            handshake: handshake, access: access)
    }
}

extension Handshake.Refusal {
    /// The answer, as a problem.
    var response: Response {
        let standard = HTTPResponse.Status(standard: status)
        var response = Response.problem(Problem(title: standard.reasonPhrase, status: status, detail: reason))
        for field in fields {
            guard let name = HTTPField.Name(field.name), name != .connection else { continue }
            response.headers[name] = field.value
        }
        return response
    }
}

extension RequestHead {
    /// All values of the fields of this name, which is written in lower case.
    func values(of name: String) -> [String] {
        var values: [String] = []
        for field in fields where Int(field.name.count) == name.utf8.count {
            let matches = withBytes(field.name) { bytes in
                bytes.elementsEqual(name.utf8) { ASCII.lowercased($0) == $1 }
            }
            if matches { values.append(string(field.value)) }
        }
        return values
    }
}
