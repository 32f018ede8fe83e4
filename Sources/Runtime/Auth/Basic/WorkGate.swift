/// Lets few do costly work at once; a few more may wait, the rest is turned away.
final class WorkGate: Sendable {
    private struct State {
        var running = 0
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private let state = Guarded(State())
    private let limit: Int
    private let mostWaiting: Int

    init(limit: Int, waiting mostWaiting: Int) {
        self.limit = limit
        self.mostWaiting = mostWaiting
    }

    /// Does the work when it is its turn; nil if too many wait for theirs.
    func run<Result: Sendable>(_ work: @Sendable () -> Result) async -> Result? {
        guard await enter() else { return nil }
        defer { leave() }
        return work()
    }

    private func enter() async -> Bool {
        await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
            let answer: Bool? = state.withLock { state in
                if state.running < limit {
                    state.running += 1
                    return true
                }
                guard state.waiting.count < mostWaiting else { return false }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume(returning: true)
    }
}
