import Synchronization

/// Calls a closure once, after so many steps.
final class Countdown: Sendable {
    private let left: Atomic<Int>
    private let done: @Sendable () -> Void

    init(_ steps: Int, _ done: @escaping @Sendable () -> Void) {
        left = Atomic(steps)
        self.done = done
    }

    func step() {
        if left.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done() }
    }

    /// Has others take so many steps and returns when the last was taken, or when the time is over.
    static func wait(
        for steps: Int, within patience: Duration, _ start: (@escaping @Sendable () -> Void) -> Void
    ) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let countdown = Countdown(steps) { continuation.finish() }
        let alarm = Task {
            try? await Task.sleep(for: patience)
            continuation.finish()
        }
        start { countdown.step() }
        for await _ in stream {}
        alarm.cancel()
    }
}
