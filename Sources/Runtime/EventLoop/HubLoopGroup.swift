import CEpoll
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The loops that hubs spread their connections over.
package final class HubLoopGroup: Sendable {
    let loops: [HubLoop]
    private let next = Atomic<Int>(0)
    private let stopThreads: @Sendable () -> Void

    /// The most loops there can be: a room marks those that have members in one word.
    package static let limit = 64

    /// The group that hubs use when the server gave them none: one thread for each core the process may use.
    package static let shared = HubLoopGroup(threads: HubLoopGroup.usableCores)

    init(loops: [HubLoop], stop: @escaping @Sendable () -> Void = {}) {
        self.loops = loops
        stopThreads = stop
    }

    /// Starts threads, at least one and at most 64; they cost nothing while they have no connections.
    package convenience init(threads: Int) {
        #if os(Linux)
            var started: [LoopThread] = []
            for index in 0..<min(Self.limit, max(1, threads)) {
                guard let thread = try? LoopThread(index: index) else { break }
                started.append(thread)
            }
            let threads = started
            self.init(loops: threads.map(\.loop)) { for thread in threads { thread.stop() } }
        #else
            self.init(loops: [])
        #endif
    }

    /// Lets the threads end; connections that are still there are not closed.
    package func stop() { stopThreads() }

    /// The loop that takes the next connection.
    func pick() -> HubLoop? {
        guard !loops.isEmpty else { return nil }
        let turn = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: turn) % UInt(loops.count))]
    }

    private static var usableCores: Int {
        let cores = Int(cepoll_usable_cores())
        if cores > 0 { return cores }
        return max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
    }
}
