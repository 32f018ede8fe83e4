extension RequestRate {
    /// The rate of each user, behind `auth`; whom nobody knows is counted by address.
    ///
    /// - Parameter keys: how many users are remembered.
    func userLayer(keys: Int) -> Middleware {
        let rate = self
        let limiter = RateLimiter<String>(rate, capacity: keys)
        let start = ContinuousClock.now
        return Middleware { request, context, next in
            let microseconds = (ContinuousClock.now - start) / .microseconds(1)
            let quota = limiter.call(Self.key(request, context.identity), now: UInt64(max(0, microseconds)))
            guard quota.isWithin else {
                var error = quota.refusal(rate)
                quota.add(to: &error.headers, rate)
                throw error
            }
            var response = try await next(request, context)
            quota.add(to: &response.headers, rate)
            return response
        }
    }

    /// No subject reads as an address.
    private static func key(_ request: Request, _ identity: Identity?) -> String {
        identity.map { "user \($0.subject ?? "")" } ?? "address \(request.remoteAddress)"
    }
}
