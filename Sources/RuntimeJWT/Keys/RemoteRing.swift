import GatewayRuntime
import Logging
import Synchronization

/// The keys that an issuer publishes: fetched when they are first needed, kept, and fetched again when they are old or when
/// a token names one that isn't there. When a fetch fails, those from before hold on for a day.
final class RemoteRing: KeyRing {
    private struct State {
        var keys: [JWTKey] = []
        var fetched: Double?
        var tried: Double?
        var flight: Task<Bool, Never>?
    }

    /// How old keys are when they are fetched again.
    static let refresh = 600.0
    /// How long nobody asks again after a fetch, whatever tokens name: a flood of made-up `kid`s costs one request.
    static let pause = 10.0
    /// How long keys are kept when the issuer doesn't answer.
    static let patience = 86_400.0

    private let state = Mutex(State())
    private let logger: Logger
    private let clock: WallClock
    private let fetch: @Sendable () async throws -> [UInt8]

    init(logger: Logger, clock: WallClock, fetch: @escaping @Sendable () async throws -> [UInt8]) {
        self.logger = logger
        self.clock = clock
        self.fetch = fetch
    }

    func keys(id: String?) async throws(TokenError) -> [JWTKey] {
        let now = clock.now()
        let (keys, flight) = state.withLock { state -> ([JWTKey], Task<Bool, Never>?) in
            let keys = known(state, now)
            let isThere = !keys.isEmpty && (id == nil || keys.contains { $0.id == nil || $0.id == id })
            let isOld = state.fetched.map { now - $0 >= Self.refresh || now < $0 } ?? true
            guard isOld || !isThere else { return (keys, nil) }
            let flight = startFetch(&state, now)
            // Who has a key doesn't wait for newer ones.
            return (keys, isThere ? nil : flight)
        }
        if let flight {
            _ = await flight.value
            let keys = state.withLock { known($0, now) }
            if !keys.isEmpty { return keys }
        }
        guard !keys.isEmpty else { throw .unavailable("the keys of the tokens' issuer can't be had now") }
        return keys
    }

    private func known(_ state: State, _ now: Double) -> [JWTKey] {
        guard let fetched = state.fetched, now - fetched < Self.patience else { return [] }
        return state.keys
    }

    /// Joins the fetch under way, or starts one; nil if the last was a moment ago.
    private func startFetch(_ state: inout State, _ now: Double) -> Task<Bool, Never>? {
        if let flight = state.flight { return flight }
        if let tried = state.tried, now - tried < Self.pause, now >= tried { return nil }
        state.tried = now
        // The bridge from a request to what all requests share: it goes on when the one that started it is cancelled.
        let flight = Task { await self.load() }
        state.flight = flight
        return flight
    }

    private func load() async -> Bool {
        let result: Result<[JWTKey], any Error>
        do {
            result = .success(try JWKSet.keys(try await fetch()))
        } catch {
            result = .failure(error)
        }
        let now = clock.now()
        return state.withLock { state in
            state.flight = nil
            switch result {
            case .success(let keys):
                state.keys = keys
                state.fetched = now
                return true
            case .failure(let error):
                logger.warning(
                    "an issuer's keys can't be fetched",
                    metadata: ["error": "\(error)", "kept": .stringConvertible(known(state, now).count)])
                return false
            }
        }
    }
}
