import Synchronization

/// Keeps tasks that outlive their server from calling on an event loop that has ended.
final class LoopDoor: Sendable {
    private let inside = Atomic(0)
    private let isClosed = Atomic(false)

    /// Calls the body while the loop can't end; false if it has.
    @inline(__always)
    func pass(_ body: () -> Void) -> Bool {
        // Counted before the look at `isClosed`: who closes sees one of the two.
        inside.add(1, ordering: .sequentiallyConsistent)
        defer { inside.subtract(1, ordering: .sequentiallyConsistent) }
        guard !isClosed.load(ordering: .sequentiallyConsistent) else { return false }
        body()
        return true
    }

    /// From now on nobody passes; returns when the last has left.
    func close() async {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        while inside.load(ordering: .sequentiallyConsistent) > 0 { await Task.yield() }
    }
}
