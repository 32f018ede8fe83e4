import HTTPTypes

/// Counts calls against a rate for each key (the generic cell rate algorithm: one number a key, no windows).
final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// What a call finds.
    struct Quota: Equatable {
        /// Whether the call may go on.
        let isWithin: Bool
        /// How many more may come at once.
        let remaining: Int
        /// After how long, in microseconds, the next may come (0 now), or all of the burst.
        let retry: UInt64
        let reset: UInt64
    }

    /// The most keys that are remembered (default 100,000); beyond, those that have called least are forgotten.
    private let capacity: Int
    /// The time that one call takes, in microseconds.
    private let interval: UInt64
    private let burst: UInt64
    /// For each key, when all its calls are paid for.
    private let paid = Guarded<[Key: UInt64]>([:])

    init(_ rate: RequestRate, capacity: Int = 100_000) {
        interval = max(1, rate.per.milliseconds &* 1000 / UInt64(rate.count))
        burst = UInt64(rate.burst)
        self.capacity = capacity
    }

    /// Counts a call, if it is within the rate.
    ///
    /// - Parameter now: in microseconds.
    func call(_ key: Key, now: UInt64) -> Quota {
        paid.withLock { paid in
            let due = max(paid[key] ?? 0, now)
            let next = due &+ interval
            let room = interval &* burst
            guard next <= now &+ room else {
                return Quota(isWithin: false, remaining: 0, retry: next &- now &- room, reset: due &- now)
            }
            if paid.count >= capacity, paid[key] == nil { Self.makeRoom(in: &paid, capacity, now: now) }
            paid[key] = next
            return Quota(
                isWithin: true, remaining: Int(clamping: (now &+ room &- next) / interval), retry: 0, reset: next &- now
            )
        }
    }

    /// Forgets whoever has paid; if all still owe, the eighth that owes least.
    private static func makeRoom(in paid: inout [Key: UInt64], _ capacity: Int, now: UInt64) {
        paid = paid.filter { $0.value > now }
        guard paid.count >= capacity else { return }
        let threshold = paid.values.sorted()[capacity / 8]
        paid = paid.filter { $0.value > threshold }
    }

    /// How many keys are remembered.
    var count: Int { paid.withLock { $0.count } }
}

extension RateLimiter.Quota {
    /// Seconds as headers want them: whole, and rounded up.
    private static func seconds(_ microseconds: UInt64) -> UInt64 { (microseconds + 999_999) / 1_000_000 }

    /// What the limit is called among those of a route.
    private func name(_ rate: RequestRate, _ isFirst: Bool) -> String {
        if isFirst { return "\"default\"" }
        return switch rate.by {
        case .ip: "\"ip\""
        case .user: "\"user\""
        case .all: "\"all\""
        case .header: "\"key\""
        }
    }

    /// An item of `RateLimit-Policy`.
    func policy(_ rate: RequestRate, isFirst: Bool) -> String {
        "\(name(rate, isFirst));q=\(rate.burst);w=\(max(1, rate.per.milliseconds / 1000))"
    }

    /// An item of `RateLimit`.
    func state(_ rate: RequestRate, isFirst: Bool) -> String {
        "\(name(rate, isFirst));r=\(remaining);t=\(Self.seconds(isWithin ? reset : retry))"
    }

    /// Adds both to what the headers say already (draft-ietf-httpapi-ratelimit-headers).
    func add(to headers: inout HTTPFields, _ rate: RequestRate) {
        for (name, item) in [
            ("RateLimit-Policy", { policy(rate, isFirst: $0) }), ("RateLimit", { state(rate, isFirst: $0) }),
        ] {
            guard let name = HTTPField.Name(name) else { continue }
            headers[name] = headers[name].map { $0 + ", " + item(false) } ?? item(true)
        }
    }

    /// 429 with `Retry-After`.
    func refusal(_ rate: RequestRate) -> HTTPError {
        HTTPError.tooManyRequests(
            retryAfter: .seconds(Int64(clamping: max(1, Self.seconds(retry)))),
            "at most \(rate.count) requests in \(rate.per); come back later")
    }
}
