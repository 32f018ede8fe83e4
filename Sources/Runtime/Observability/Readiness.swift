import Synchronization

/// Whether a server takes work: `/readyz` says it, and load balancers go by it.
package final class Readiness: Sendable {
    /// What the server is doing.
    package enum State: Int, Sendable {
        case starting, ready, stopping
    }

    private let value = Atomic(State.starting.rawValue)

    package init() {}

    package var state: State { State(rawValue: value.load(ordering: .acquiring)) ?? .starting }

    func turn(_ state: State) { value.store(state.rawValue, ordering: .releasing) }

    /// The answer to `/readyz`: 200, or 503 while the server starts or stops.
    package var response: Response {
        let (text, status): (String, Int) =
            switch state {
            case .starting: ("starting\n", 503)
            case .ready: ("ready\n", 200)
            case .stopping: ("stopping\n", 503)
            }
        var response = Response.text(text, status: .init(standard: status))
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// The answer to `/healthz`: the process answers, so it lives.
    package static var live: Response {
        var response = Response.text("ok\n")
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
