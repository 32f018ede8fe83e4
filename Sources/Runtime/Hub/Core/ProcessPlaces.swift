import Synchronization

/// The WebSocket connections that a server takes in all its hubs together.
package final class ProcessPlaces: Sendable {
    private let limit: Int
    private let taken = Atomic<Int>(0)

    package init(limit: Int) { self.limit = limit }

    /// Takes a place; false if there is none.
    func take() -> Bool {
        if taken.wrappingAdd(1, ordering: .relaxed).newValue <= limit { return true }
        release()
        return false
    }

    /// Gives a place back.
    func release() { taken.wrappingSubtract(1, ordering: .relaxed) }
}
