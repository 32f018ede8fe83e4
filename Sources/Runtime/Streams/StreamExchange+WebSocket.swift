import NIOCore

/// The opening of a WebSocket on a stream (RFC 8441).
extension StreamExchange {
    /// Judges a handshake, and asks the endpoint.
    func upgrade(to endpoint: any WebSocketEndpoint, _ request: Request, _ route: Route) {
        guard !inputEnded else {
            return answer(
                core.result { throw HTTPError.badRequest("A WebSocket's stream must stay open (RFC 8441 section 5).") })
        }
        guard !core.isDraining else {
            return answer(
                core.result {
                    throw HTTPError.serviceUnavailable(retryAfter: .seconds(1), "This instance is stopping.")
                })
        }
        switch Handshake.judge(connect: endpoint.policy, values: head.values(of:)) {
        case .refuse(let refusal): answer(refusal.response)
        case .accept(let acceptance):
            body = .complete
            time = route.options.unlimitedTime ? nil : route.options.timeout?.milliseconds ?? rules.times.request
            handshake = acceptance
            isTaskRunning = true
            session.handlers += 1
            let task = ReplyPort(self).admit(request, endpoint, route, core.logger)
            // The endpoint may have answered at once.
            guard isTaskRunning else { return }
            if isGone { task.cancel() } else { self.task = task }
        }
    }

    /// The endpoint's word; too late if the client has gone or the handler's time is over.
    func deliver(_ admission: Result<any WebSocketAdmission, any Error>, requestID: String, _ serial: UInt32) {
        endTask()
        guard !isGone, case .waiting = answer, let acceptance = handshake else {
            if case .success(let admission) = admission { admission.abandon() }
            return
        }
        loop.takeTime()
        switch admission {
        case .failure(let error):
            answer(ErrorMapper.response(for: error, requestID: requestID, logger: core.logger))
            watch()
        case .success(let admission): open(admission, acceptance)
        }
        carrier.flush()
    }

    /// Gives the stream to the hub, which sends the head of the answer when it is ready.
    private func open(_ admission: any WebSocketAdmission, _ acceptance: Handshake.Acceptance) {
        handshake = nil
        task = nil
        pass = nil
        answer = .complete
        receiving.end()
        var response = Response(status: .ok)
        response.body = .empty
        var answered = StreamedResponseHead(response, date: loop.date.bytes)
        // A tunnel has no length (RFC 9110 §9.3.6).
        answered.fields.removeAll { $0.name == "content-length" }
        answered.fields += acceptance.fields.map { ($0.name.lowercased(), $0.value) }
        status = 200
        note()
        admission.open(
            on: WebSocketStream(exchange: self, head: answered), handshake: acceptance.negotiated)
    }
}

/// A stream that has become a WebSocket's. On its connection's event loop.
package struct WebSocketStream {
    let exchange: StreamExchange
    /// The answer to the handshake, to be sent when the connection is ready for whatever comes from then on.
    let head: StreamedResponseHead

    /// Ends it: nobody takes it.
    func cancel() { exchange.carrier.end(.cancelled) }
}
