import Dispatch
import Synchronization

/// Hands things from one thread to another, in order.
///
/// Who gives never waits, so that what is given must be bounded by something else; who takes waits for the next.
package final class Handover<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [Element] = []
        var isOver = false
        var isRefused = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    package init() {}

    /// Gives the next one; false if nothing more is wanted.
    package func give(_ element: Element) -> Bool {
        let isWanted = state.withLock { state in
            if !state.isRefused { state.waiting.append(element) }
            return !state.isRefused
        }
        arrivals.signal()
        return isWanted
    }

    /// Says that there is no more.
    package func finish() {
        state.withLock { $0.isOver = true }
        arrivals.signal()
    }

    /// All that has come since the last call, at least one; nil if there is no more.
    package func take() -> [Element]? {
        while true {
            arrivals.wait()
            let (taken, isOver) = state.withLock { state in
                defer { state.waiting = [] }
                return (state.waiting, state.isOver)
            }
            if !taken.isEmpty {
                // Who asks again learns of the end again.
                if isOver { arrivals.signal() }
                return taken
            }
            if isOver {
                arrivals.signal()
                return nil
            }
        }
    }

    /// Says that nothing more is wanted; what waits is dropped.
    package func refuse() {
        state.withLock { state in
            state.isRefused = true
            state.waiting = []
        }
    }
}
