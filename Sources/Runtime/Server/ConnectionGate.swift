import NIOCore
import Synchronization

/// Counts open connections, of all and of each address, and says who may come in.
final class ConnectionGate: Sendable {
    /// Why a connection is turned away.
    enum Refusal { case tooMany, tooManyOfAddress }

    /// An address without its port, as the bits that identify a client: of IPv6 the first 64, which one customer gets.
    struct Address: Hashable, Sendable {
        let high: UInt64
        let low: UInt64

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        init?(_ address: SocketAddress?) {
            guard let address = IPAddress(address) else { return nil }
            self.init(address)
        }

        init(_ address: IPAddress) {
            (high, low) = address.isV4 ? (0, address.low) : (address.high, 1)
        }
    }

    /// What became of connections.
    struct Counts: Sendable {
        var open = 0
        var accepted = 0
        var tooMany = 0
        var tooManyOfAddress = 0
    }

    private struct State {
        var limit: Int
        var limitPerIP: Int
        var counts = Counts()
        var byAddress: [Address: Int] = [:]
        var whenEmpty: [@Sendable () -> Void] = []
    }

    private let state: Guarded<State>

    init(limit: Int, limitPerIP: Int) {
        state = Guarded(State(limit: limit, limitPerIP: limitPerIP))
    }

    /// Other limits hold from now on; nobody who is in has to leave.
    func change(limit: Int, limitPerIP: Int) {
        state.withLock { state in
            state.limit = limit
            state.limitPerIP = limitPerIP
        }
    }

    /// Counts a connection in; a refusal is not counted.
    func enter(_ address: Address?) -> Refusal? {
        state.withLock { state in
            guard state.counts.open < state.limit else {
                state.counts.tooMany += 1
                return .tooMany
            }
            if let address {
                let count = state.byAddress[address, default: 0]
                guard count < state.limitPerIP else {
                    state.counts.tooManyOfAddress += 1
                    return .tooManyOfAddress
                }
                state.byAddress[address] = count + 1
            }
            state.counts.open += 1
            state.counts.accepted += 1
            return nil
        }
    }

    /// Counts a connection that came in without an address for one as well; a refused one must leave without.
    func claim(_ address: Address) -> Refusal? {
        state.withLock { state in
            let count = state.byAddress[address, default: 0]
            guard count < state.limitPerIP else {
                state.counts.tooManyOfAddress += 1
                return .tooManyOfAddress
            }
            state.byAddress[address] = count + 1
            return nil
        }
    }

    /// Counts a connection out.
    func leave(_ address: Address?) {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            state.counts.open -= 1
            if let address, let count = state.byAddress[address] {
                state.byAddress[address] = count > 1 ? count - 1 : nil
            }
            guard state.counts.open == 0, !state.whenEmpty.isEmpty else { return [] }
            defer { state.whenEmpty = [] }
            return state.whenEmpty
        }
        for action in actions { action() }
    }

    /// How many connections are open.
    var openConnections: Int { counts.open }

    /// What became of connections since the server began.
    var counts: Counts { state.withLock { $0.counts } }

    /// Calls back once when no connection is open: at once if none is.
    func whenEmpty(_ action: @escaping @Sendable () -> Void) {
        let isEmpty = state.withLock { state -> Bool in
            if state.counts.open > 0 { state.whenEmpty.append(action) }
            return state.counts.open == 0
        }
        if isEmpty { action() }
    }
}
