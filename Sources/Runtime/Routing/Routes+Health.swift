extension Routes {
    /// Answers `/healthz` and `/readyz`, for load balancers that can't reach the admin listener.
    mutating func health() {
        let readiness = readiness
        immediate(.get, "/healthz") { _ in Readiness.live }
        immediate(.get, "/readyz") { _ in readiness.response }
    }
}
