import HTTPTypes

/// The rates of a route that need nobody's identity, in the order of the spec.
struct RateStage: Sendable {
    typealias Limiter = RateLimiter<ConnectionGate.Address>

    /// What the rates of a request came to; most routes have one.
    struct Quotas {
        fileprivate var first: Limiter.Quota?
        fileprivate var more: [Limiter.Quota] = []

        fileprivate mutating func append(_ quota: Limiter.Quota) {
            if first == nil { first = quota } else { more.append(quota) }
        }
    }

    private let rates: [(rate: RequestRate, limiter: Limiter)]
    /// How many clients each remembers.
    let keys: Int

    /// Nil if there are none. Users are known behind `auth` alone: the layers there count them.
    init?(_ rates: [RequestRate], keys: Int) {
        self.keys = keys
        self.rates = rates.filter { $0.by != .user }.map { ($0, Limiter($0, capacity: keys)) }
        if self.rates.isEmpty { return nil }
    }

    /// Counts a call against each rate, up to the first that refuses it.
    ///
    /// - Parameter now: in microseconds.
    /// - Throws: `HTTPError` 429.
    func call(
        _ head: RequestHead, _ address: ConnectionGate.Address?, now: UInt64, _ quotas: inout Quotas
    ) throws(HTTPError) {
        for (rate, limiter) in rates {
            let quota = limiter.call(key(rate, head, address), now: now)
            quotas.append(quota)
            guard quota.isWithin else {
                var error = quota.refusal(rate)
                add(quotas, to: &error.headers)
                throw error
            }
        }
    }

    /// Who shares a limit. Whoever doesn't send the header is counted by address.
    private func key(
        _ rate: RequestRate, _ head: RequestHead, _ address: ConnectionGate.Address?
    ) -> ConnectionGate.Address {
        switch rate.by {
        case .all: return .everyone
        case .header(let name):
            guard let value = HTTPField.Name(name).flatMap({ head.value(of: $0) }) else { return address ?? .everyone }
            // Of any length, so its hash stands for it: seeded, so nobody can look for two of the same.
            var hasher = Hasher()
            hasher.combine(value)
            return ConnectionGate.Address(high: UInt64(bitPattern: Int64(hasher.finalize())), low: 2)
        case .ip, .user: return address ?? .everyone
        }
    }

    func decorate(_ response: inout Response, _ quotas: Quotas) { add(quotas, to: &response.headers) }

    /// The fields that tell a client where it stands (draft-ietf-httpapi-ratelimit-headers), an item for each rate.
    private func add(_ quotas: Quotas, to headers: inout HTTPFields) {
        guard let first = quotas.first, let policyName = HTTPField.Name("RateLimit-Policy"),
            let name = HTTPField.Name("RateLimit")
        else { return }
        var policies = first.policy(rates[0].rate, isFirst: true)
        var states = first.state(rates[0].rate, isFirst: true)
        for (index, quota) in quotas.more.enumerated() {
            policies += ", " + quota.policy(rates[index + 1].rate, isFirst: false)
            states += ", " + quota.state(rates[index + 1].rate, isFirst: false)
        }
        headers[policyName] = policies
        headers[name] = states
    }
}
