import Synchronization

/// Connections that ended, by close code. Clients choose codes, so those that no RFC names are counted together.
final class CloseCounters: @unchecked Sendable {
    // @unchecked: the words are atomics, and the pointer never changes.

    /// 1000 to 1015, then the ranges 3xxx and 4xxx, then all others.
    private static let count = 19
    private let words: UnsafeMutablePointer<Atomic<Int>>

    init() {
        words = .allocate(capacity: Self.count)
        for index in 0..<Self.count { (words + index).initialize(to: Atomic(0)) }
    }

    deinit { words.deallocate() }

    /// Counts an end; on the loop that the counters belong to.
    func count(_ code: WebSocketCloseCode) {
        let index =
            switch Int(code.rawValue) {
            case let code where (1000...1015).contains(code): code - 1000
            case 3000...3999: 16
            case 4000...4999: 17
            default: 18
            }
        words[index].bump()
    }

    /// Adds what was counted to sums.
    func add(to sums: inout [String: Int]) {
        for index in 0..<Self.count {
            let count = words[index].load(ordering: .relaxed)
            guard count > 0 else { continue }
            let name = index < 16 ? "\(1000 + index)" : ["3xxx", "4xxx", "other"][index - 16]
            sums[name, default: 0] += count
        }
    }
}
