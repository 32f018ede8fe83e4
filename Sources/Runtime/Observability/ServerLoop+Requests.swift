/// What is noted of requests, whatever protocol brings them: each begins once and ends once.
extension ServerLoop {
    /// A request begins that isn't answered at once.
    @inline(__always)
    func beginRequest() { meter.underWay.bump() }

    /// A request ends of which `beginRequest` was told.
    func endRequest(_ request: RequestRecord, _ info: @autoclosure () -> ConnectionInfo) {
        note(request, info())
        meter.underWay.bump(-1)
    }

    /// Counts a request, and logs it if it gets a line.
    @inline(__always)
    func note(_ request: RequestRecord, _ info: @autoclosure () -> ConnectionInfo) {
        let now = core.clock.now()
        let nanoseconds = now > request.started ? now - request.started : 0
        if rules.settings.metrics.requests {
            let series = core.metrics.series
            meter.count(
                series.index(request.route, request.head.method), status: request.status, nanoseconds: nanoseconds,
                received: request.received, sent: request.sent)
            if let route = request.route, series.foldedRoutes > 0, series.folds(route) { meter.folded.bump() }
        }
        AccessLog.write(
            request.head, request.route?.info, status: request.status, bytes: request.sent,
            milliseconds: nanoseconds / 1_000_000, rules.settings.log.access, core.logger, info())
    }

    /// Counts what could not be read as a request.
    func noteRefusal(status: Int) {
        guard rules.settings.metrics.requests else { return }
        meter.count(core.metrics.series.index(nil, .other), status: status, nanoseconds: 0, received: 0, sent: 0)
    }
}

/// A request that has ended.
struct RequestRecord {
    let head: RequestHead
    let route: Route?
    /// The status of its answer; 499 if its client went before there was one.
    let status: Int
    /// Bytes of its body, and of its answer's.
    let received: Int
    let sent: Int
    /// When its bytes came in, in nanoseconds of the core's clock.
    let started: UInt64
}
