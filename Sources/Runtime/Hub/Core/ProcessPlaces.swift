import Synchronization

/// The WebSocket connections that a server takes in all its hubs together.
package final class ProcessPlaces: Sendable {
    private let limit: Atomic<Int>
    private let taken = Atomic<Int>(0)

    package init(limit: Int) { self.limit = Atomic(limit) }

    /// Takes a place; false if there is none.
    func take() -> Bool {
        if taken.wrappingAdd(1, ordering: .relaxed).newValue <= limit.load(ordering: .relaxed) { return true }
        release()
        return false
    }

    /// Gives a place back.
    func release() { taken.wrappingSubtract(1, ordering: .relaxed) }

    /// Another limit holds from now on; nobody who is in has to leave.
    func change(limit: Int) { self.limit.store(limit, ordering: .relaxed) }
}
