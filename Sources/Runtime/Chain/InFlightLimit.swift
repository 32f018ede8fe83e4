import Synchronization

/// Counts the requests of a route that are under way.
final class InFlightLimit: Sendable {
    private let most: Int
    private let count = Atomic(0)

    init(_ most: Int) { self.most = most }

    /// A place, or nil if all are taken. It is given back when nobody holds it any more, however the request ends.
    func enter() -> Place? {
        guard count.add(1, ordering: .relaxed).newValue <= most else {
            count.subtract(1, ordering: .relaxed)
            return nil
        }
        return Place(limit: self)
    }

    /// How many are under way.
    var underWay: Int { count.load(ordering: .relaxed) }

    final class Place: Sendable {
        private let limit: InFlightLimit
        init(limit: InFlightLimit) { self.limit = limit }
        deinit { limit.count.subtract(1, ordering: .relaxed) }
    }
}
