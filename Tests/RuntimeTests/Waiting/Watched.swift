@testable import GatewayRuntime

/// A value that tests wait on. A wait ends when the value is as it should be, or when the test's task is cancelled because
/// its time is up: then what the test expects is not there, and the test fails instead of holding up all others.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let isReady: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct Content {
        var value: Value
        var waiting: [Int: Waiter] = [:]
        var last = 0
    }

    private let content: Guarded<Content>

    init(_ value: Value) { content = Guarded(Content(value: value)) }

    var value: Value { content.withLock { $0.value } }

    func change(_ body: (inout Value) -> Void) {
        let ready = content.withLock { content in
            body(&content.value)
            let ready = content.waiting.filter { $1.isReady(content.value) }
            for id in ready.keys { content.waiting[id] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    /// The value, once it is ready.
    @discardableResult
    func when(_ isReady: @escaping @Sendable (Value) -> Bool) async -> Value {
        let id = content.withLock { content in
            content.last += 1
            return content.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = content.withLock { content in
                    if Task.isCancelled || isReady(content.value) { return true }
                    content.waiting[id] = Waiter(isReady: isReady, continuation: continuation)
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let waiter = content.withLock { $0.waiting.removeValue(forKey: id) }
            waiter?.continuation.resume()
        }
        return value
    }
}

/// Something that happens once, for a test to wait for.
final class Signal: Sendable {
    private let happened = Watched(false)

    func send() { happened.change { $0 = true } }
    func wait() async { await happened.when { $0 } }
}

/// What happened, and a way to wait for it.
final class EventLog: Sendable {
    private let events = Watched<[String]>([])

    var all: [String] { events.value }

    func add(_ event: String) { events.change { $0.append(event) } }

    /// Waits until so many events are there.
    func wait(_ count: Int = 1, _ isThere: @escaping @Sendable (String) -> Bool) async {
        await events.when { $0.count(where: isThere) >= count }
    }
}

/// Looks again and again until something holds that nobody tells of, or the test's time is up.
func until(_ holds: () -> Bool) async {
    while !holds(), !Task.isCancelled { try? await Task.sleep(for: .milliseconds(1)) }
}
