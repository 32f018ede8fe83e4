import Synchronization

/// A number that only grows, for what happens seldom enough that all threads may share it: refusals, failures.
package final class MetricCounter: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package func add(_ change: Int = 1) { count.add(change, ordering: .relaxed) }

    package var value: Int { count.load(ordering: .relaxed) }
}

/// Something that has metrics of its own to show: the chain, an upstream, a cache.
package protocol MetricSource: Sendable {
    var families: [MetricFamily] { get }
}

/// Counters that a part of the server makes as it needs them, all under one name.
package final class MetricCounters: MetricSource {
    private let name: String
    private let help: String
    private let label: String
    private let counters = Guarded<[(value: String, counter: MetricCounter)]>([])

    /// - Parameters:
    ///   - name: without `_total`.
    ///   - label: what tells the counters apart.
    package init(_ name: String, _ help: String, label: String) {
        self.name = name
        self.help = help
        self.label = label
    }

    /// The counter of a label's value, made if there is none. Ask once, and keep it.
    package subscript(_ value: String) -> MetricCounter {
        counters.withLock { counters in
            if let found = counters.first(where: { $0.value == value }) { return found.counter }
            let made = MetricCounter()
            counters.append((value, made))
            return made
        }
    }

    /// All of them together.
    var sum: Int { counters.withLock { $0.reduce(0) { $0 + $1.counter.value } } }

    package var families: [MetricFamily] {
        var family = MetricFamily(name, .counter, help)
        for (value, counter) in counters.withLock({ $0 }) { family.add(counter.value, [label: value]) }
        return [family]
    }
}
