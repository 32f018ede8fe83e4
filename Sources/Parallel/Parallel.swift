import Dispatch
import Synchronization

/// Pieces of work that do not depend on one another, done side by side on the machine's cores.
package enum Parallel {
    /// What `body` makes of each item, in the order of the items. It returns when all are done.
    ///
    /// Pieces are taken up in order as threads get free; a piece should be worth a thread's start, some 20 µs.
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
    package static func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () -> First, _ second: @Sendable () -> Second
    ) -> (First, Second) {
        let made = Mutex<(First?, Second?)>((nil, nil))
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            if index == 0 {
                let value = first()
                made.withLock { $0.0 = value }
            } else {
                let value = second()
                made.withLock { $0.1 = value }
            }
        }
        let (one, other) = made.withLock { $0 }
        guard let one, let other else { return (first(), second()) }
        return (one, other)
    }
}
