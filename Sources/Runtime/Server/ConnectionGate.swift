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

        init?(_ address: SocketAddress?) {
            // Where the addresses stand in `sockaddr_in` and `sockaddr_in6`, on every system that there is.
            switch address {
            case .v4(let v4):
                high = 0
                low = withUnsafeBytes(of: v4.address) { UInt64($0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
            case .v6(let v6):
                high = withUnsafeBytes(of: v6.address) { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
                low = 1
            default: return nil
            }
        }
    }

    private struct State {
        var open = 0
        var byAddress: [Address: Int] = [:]
        var whenEmpty: [@Sendable () -> Void] = []
    }

    private let limit: Int
    private let limitPerIP: Int
    private let state = Guarded(State())

    init(limit: Int, limitPerIP: Int) {
        self.limit = limit
        self.limitPerIP = limitPerIP
    }

    /// Counts a connection in; a refusal is not counted.
    func enter(_ address: Address?) -> Refusal? {
        state.withLock { state in
            guard state.open < limit else { return .tooMany }
            if let address {
                let count = state.byAddress[address, default: 0]
                guard count < limitPerIP else { return .tooManyOfAddress }
                state.byAddress[address] = count + 1
            }
            state.open += 1
            return nil
        }
    }

    /// Counts a connection out.
    func leave(_ address: Address?) {
        let actions = state.withLock { state -> [@Sendable () -> Void] in
            state.open -= 1
            if let address, let count = state.byAddress[address] {
                state.byAddress[address] = count > 1 ? count - 1 : nil
            }
            guard state.open == 0, !state.whenEmpty.isEmpty else { return [] }
            defer { state.whenEmpty = [] }
            return state.whenEmpty
        }
        for action in actions { action() }
    }

    /// How many connections are open.
    var openConnections: Int { state.withLock { $0.open } }

    /// Calls back once when no connection is open: at once if none is.
    func whenEmpty(_ action: @escaping @Sendable () -> Void) {
        let isEmpty = state.withLock { state -> Bool in
            if state.open > 0 { state.whenEmpty.append(action) }
            return state.open == 0
        }
        if isEmpty { action() }
    }
}
