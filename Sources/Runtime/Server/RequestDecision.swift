/// What answers a request, by whatever protocol it came.
enum RequestDecision {
    /// A response that is there already: a preflight's, a refusal of the route's chain, 404 and the like.
    case answer(Response, Route?)
    /// The endpoint of a route, whose chain has let the request in.
    case endpoint(Route, PathCaptures, RouteChain.Pass?)
}

extension ServerLoop {
    /// Decides about a request.
    @inline(__always)
    func decide(_ head: RequestHead, _ target: RequestTarget, from source: RouteChain.Source) -> RequestDecision {
        rules.decide(head, target, from: source, on: self)
    }

    /// What every answer goes through last, whatever made it.
    ///
    /// - Parameter route: the route that answers; nil, or a hook, stands for no chain that has seen it.
    @inline(__always)
    func complete(_ response: inout Response, _ route: Route?, isSecure: Bool) {
        rules.complete(&response, route, isSecure: isSecure)
    }
}

extension ServerRules {
    /// See `ServerLoop.complete`.
    @inline(__always)
    func complete(_ response: inout Response, _ route: Route?, isSecure: Bool) {
        if route?.isHook ?? true { response.standing = router.chain.standing[isSecure] }
        if response.problem != nil, let envelope = router.envelope { envelope.replace(&response) }
    }

    /// Decides about a request. On an event loop.
    func decide(
        _ head: RequestHead, _ target: RequestTarget, from source: RouteChain.Source, on loop: ServerLoop
    ) -> RequestDecision {
        if head.method == .options, let answered = preflight(head, target) { return .answer(answered, nil) }
        let match = router.match(head, target)
        guard case .found(let route, let captures) = match else {
            if let route = router.fallback(match) { return .endpoint(route, .none, nil) }
            return .answer(match.response ?? .empty(), nil)
        }
        guard let chain = route.chain else { return .endpoint(route, captures, nil) }
        do throws(RouteChain.Refusal) {
            return .endpoint(route, captures, try chain.enter(head, from: source, on: loop))
        } catch {
            let core = loop.core
            var response = ErrorMapper.response(
                for: error.error, requestID: head.mark.id, logger: core.logger)
            chain.decorate(refusal: &response, head, isSecure: source.isSecure)
            core.metrics.refusals[error.policy.rawValue].add()
            return .answer(response, route)
        }
    }

    /// The answer to what a browser asks before a page may call another origin (WHATWG Fetch §4.8).
    func preflight(_ head: RequestHead, _ target: RequestTarget) -> Response? {
        guard let method = head[.accessControlRequestMethod], let origin = head[.origin] else { return nil }
        var token = method
        let known = token.withUTF8 { KnownMethod(token: UnsafeRawBufferPointer($0)) }
        guard known != .other, case .found(let route, _) = router.match(head, target, as: known) else { return nil }
        return route.chain?.crossOrigin?
            .preflight(origin: origin, method: method, asked: head[.accessControlRequestHeaders])
    }
}

extension ServerCore {
    /// What a closure gives, or the answer to what it throws.
    func result(_ head: RequestHead, _ body: () throws -> Response) -> Response {
        do {
            return try body()
        } catch {
            return ErrorMapper.response(for: error, requestID: head.mark.id, logger: logger)
        }
    }

    /// The answer to an `Expect` that nobody knows (RFC 9110 §10.1.1).
    static let expectationFailed = Problem(
        title: "Expectation Failed", status: 417, detail: "The only expectation met here is 100-continue.")

    /// The answer for a handler that takes too long.
    static let tooSlow = Response.problem(
        Problem(
            title: "Service Unavailable", status: 503,
            detail: "The service took too long to answer. Try again later."))
}
