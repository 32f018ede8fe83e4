/// Someone who waits, woken by the first of several events.
final class OneShot: Sendable {
    private let waiting: Guarded<CheckedContinuation<Void, Never>?>

    init(waiting: CheckedContinuation<Void, Never>) {
        self.waiting = Guarded(waiting)
    }

    func fire() {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume()
    }
}
