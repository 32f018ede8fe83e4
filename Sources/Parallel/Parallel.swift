import Dispatch
import Synchronization

/// Pieces of work that do not depend on one another, done side by side on the machine's cores.
package enum Parallel {
    /// What `body` makes of each item, in the order of the items. It returns when all are done.
    ///
    /// A thread that gets free takes up the next piece. All of them together should be worth a thread's start, some 50 µs.
    package static func map<Item: Sendable, Made: Sendable>(
        _ items: [Item], _ body: @Sendable (Item) -> Made
    ) -> [Made] {
        guard items.count > 1 else { return items.map(body) }
        let made = Mutex([Made?](repeating: nil, count: items.count))
        DispatchQueue.concurrentPerform(iterations: items.count) { index in
            let value = body(items[index])
            made.withLock { $0[index] = value }
        }
        return made.withLock { $0.compactMap(\.self) }
    }

    /// Two pieces of work side by side.
    ///
    /// The first has begun before the second begins, also where there is one thread for both: the second may wait for
    /// the first, never the other way round.
    package static func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () -> First, _ second: @Sendable () -> Second
    ) -> (First, Second) {
        let turn = Atomic(0)
        let made = Mutex<(First?, Second?)>((nil, nil))
        // Dispatch doesn't promise to take up the indices in order.
        DispatchQueue.concurrentPerform(iterations: 2) { _ in
            if turn.add(1, ordering: .acquiringAndReleasing).oldValue == 0 {
                let value = first()
                made.withLock { $0.0 = value }
            } else {
                let value = second()
                made.withLock { $0.1 = value }
            }
        }
        // Both are made when concurrentPerform returns.
        guard case (let one?, let other?) = made.withLock(\.self) else { return (first(), second()) }
        return (one, other)
    }
}
