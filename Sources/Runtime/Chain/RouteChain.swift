import HTTPTypes

/// What stands between the router and a route's endpoint, at once and on the event loop. In this order: the place among the
/// requests under way, the rates, the circuit breaker, load shedding; then, on the answer's way back, what became of it, CORS,
/// `Cache-Control` and the headers that every answer bears. docs/chain.md has the whole order.
///
/// A route that needs none of it has no chain, and pays nothing.
final class RouteChain: Sendable {
    /// Who asks, and how.
    struct Source {
        /// Whose request it is; nil for a client without an address (all of them share a limit).
        let address: ConnectionGate.Address?
        let isSecure: Bool
    }

    /// A request's way through the chain.
    struct Pass {
        let chain: RouteChain
        fileprivate let loop: ServerLoop
        fileprivate let isSecure: Bool
        fileprivate var place: InFlightLimit.Place?
        fileprivate var quotas = RateStage.Quotas()
        fileprivate var ticket: LoadShedder.Ticket?
        fileprivate var isJudged = false

        /// Adds what the chain has to say to an answer, and takes note of it.
        mutating func decorate(_ response: inout Response, _ head: RequestHead) {
            chain.note(response.status.code < 500, &self)
            chain.decorate(&response, self, head)
        }

        /// The place among the requests under way, for a handler that goes on though its request has ended.
        mutating func takePlace() -> InFlightLimit.Place? {
            defer { place = nil }
            return place
        }

        /// The client doesn't wait for the answer: what becomes of it says nothing about the route.
        mutating func withdraw() {
            ticket = nil
            isJudged = true
        }
    }

    /// Why a request was not let in: which policy says so, and the answer.
    struct Refusal: Error {
        /// The policies that refuse, by the names that metrics give them.
        enum Policy: String, CaseIterable { case maxInFlight, rateLimit, breaker, shed }

        let policy: Policy
        let error: HTTPError
    }

    let crossOrigin: CrossOriginStage?
    private let inFlight: InFlightLimit?
    private let rates: RateStage?
    private let breaker: CircuitBreaker?
    private let gauge: CPUGauge?
    private let threshold: Int
    private let floor: UInt64
    private let cache: String?
    private let standing: StandingHeaders.Pair
    private let kind: RouteKind

    /// Makes a route's chain; nil if it needs none.
    ///
    /// - Parameter former: the chain that it takes over from: what that has counted is counted on where the settings of a
    ///   stage are the same.
    init?(_ options: RouteOptions, _ endpoint: Endpoint, _ service: ServiceChain, former: RouteChain? = nil) {
        let settings = service.settings
        kind = RouteKind(endpoint, options)
        crossOrigin = settings.cors ? options.crossOrigin.map { CrossOriginStage($0) } : nil
        inFlight = settings.maxInFlight ? options.maxInFlight.map { former?.inFlight ?? InFlightLimit($0) } : nil
        rates =
            settings.rateLimit
            ? former?.rates(for: settings.rateKeys) ?? RateStage(options.rateLimits, keys: settings.rateKeys) : nil
        // What one user got, no cache that others share may keep (RFC 9111 §5.2.2.7).
        let scope = options.auth.isEmpty ? "" : "private, "
        cache = options.cache.map { $0 == .zero ? "no-store" : "\(scope)max-age=\($0.milliseconds / 1000)" }
        // What is there already neither fails nor takes long.
        let isReady = if case .prepared = endpoint { true } else { false }
        let standing = StandingHeaders.pair(settings, options.securityHeaders)
        breaker =
            kind == .request && !isReady && options.breaker
            ? service.breaker.map { former?.breaker(tuned: $0) ?? CircuitBreaker($0, chance: service.chance) } : nil
        gauge = isReady || !options.shed ? nil : service.gauge
        threshold = service.thresholds[options.priority]
        floor = service.shedFloor
        self.standing = standing
        let isNeeded =
            crossOrigin != nil || inFlight != nil || rates != nil || cache != nil || breaker != nil || gauge != nil
        // A prepared answer has its headers already, unless they depend on the connection.
        guard isNeeded || (isReady ? !standing.isOne : !standing.isEmpty) else { return nil }
    }

    private func rates(for keys: Int) -> RateStage? { rates.flatMap { $0.keys == keys ? $0 : nil } }

    private func breaker(tuned tuning: Breaker.Tuning) -> CircuitBreaker? {
        breaker.flatMap { $0.tuning == tuning ? $0 : nil }
    }

    /// Lets a request in. On its event loop.
    ///
    /// - Throws: a refusal with 429 or 503.
    func enter(_ head: RequestHead, from source: Source, on loop: ServerLoop) throws(Refusal) -> Pass {
        var pass = Pass(chain: self, loop: loop, isSecure: source.isSecure)
        if let inFlight, kind != .upgrade {
            guard let place = inFlight.enter() else {
                throw Self.busy(.maxInFlight, "too many requests of this kind are under way")
            }
            pass.place = place
        }
        if let rates {
            do throws(HTTPError) {
                try rates.call(head, source.address, now: loop.now &* 1000, &pass.quotas)
            } catch {
                throw Refusal(policy: .rateLimit, error: error)
            }
        }
        if let breaker, !breaker.admits(now: loop.now) {
            throw Self.busy(.breaker, "this part of the service fails at present; come back later")
        }
        if let gauge {
            let isShed = loop.shedder.sheds(
                usage: gauge.usage(now: loop.now), threshold: threshold, floor: floor, now: loop.now)
            guard !isShed else { throw Self.busy(.shed, "the service is overloaded; come back later") }
            if kind == .request { pass.ticket = loop.shedder.begin(now: loop.now) }
        }
        return pass
    }

    private static func busy(_ policy: Refusal.Policy, _ detail: String) -> Refusal {
        Refusal(policy: policy, error: .serviceUnavailable(retryAfter: .seconds(1), detail))
    }

    /// Takes note of an answer, once.
    private func note(_ success: Bool, _ pass: inout Pass) {
        guard !pass.isJudged else { return }
        pass.isJudged = true
        pass.ticket?.finish(now: pass.loop.now)
        pass.ticket = nil
        breaker?.record(success: success, now: pass.loop.now)
    }

    /// Adds what the chain has to say to an answer that it gave itself.
    func decorate(refusal response: inout Response, _ head: RequestHead, isSecure: Bool) {
        crossOrigin?.decorate(&response, origin: head[.origin])
        response.standing = standing[isSecure]
    }

    private func decorate(_ response: inout Response, _ pass: Pass, _ head: RequestHead) {
        rates?.decorate(&response, pass.quotas)
        decorate(bare: &response, head, isSecure: pass.isSecure)
    }

    /// Adds what depends on nothing but the request.
    func decorate(bare response: inout Response, _ head: RequestHead, isSecure: Bool) {
        crossOrigin?.decorate(&response, origin: head[.origin])
        if let cache, response.status.kind == .successful, response.headers[.cacheControl] == nil {
            response.headers[.cacheControl] = cache
        }
        response.standing = standing[isSecure]
    }
}

extension ConnectionGate.Address {
    /// All clients together.
    static let everyone = ConnectionGate.Address(high: 0, low: 0)
}
