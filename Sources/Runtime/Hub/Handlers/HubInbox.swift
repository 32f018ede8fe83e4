import Synchronization

/// An inbox without its type, as a connection holds it.
class AnyHubInbox: @unchecked Sendable {
    // @unchecked: the only subclass keeps everything under a lock.
}

/// What waits for one client's `async` handler, in order.
final class HubInbox<Event: Sendable>: AnyHubInbox, @unchecked Sendable {
    // @unchecked: everything is under the lock.

    private struct State {
        var events: [Event] = []
        var head = 0
        var isRunning = false
        var isPaused = false

        var count: Int { events.count - head }
    }

    private let state = Guarded(State())
    private let limit: Int

    init(limit: Int) { self.limit = max(1, limit) }

    /// Adds an event. Gives whether nobody works on them yet, and whether the inbox is full now.
    func append(_ event: Event) -> (isIdle: Bool, isFull: Bool) {
        state.withLock { state in
            state.events.append(event)
            let isIdle = !state.isRunning
            state.isRunning = true
            if state.count >= limit { state.isPaused = true }
            return (isIdle, state.isPaused)
        }
    }

    /// Takes the next event, or nil and then nobody works on them any more. Gives whether there is room again after
    /// the inbox was full.
    func next() -> (event: Event, hasRoomAgain: Bool)? {
        state.withLock { state in
            guard state.count > 0 else {
                state.events = []
                state.head = 0
                state.isRunning = false
                return nil
            }
            let event = state.events[state.head]
            state.head += 1
            if state.head > 64, state.head * 2 > state.events.count {
                state.events.removeFirst(state.head)
                state.head = 0
            }
            let hasRoomAgain = state.isPaused && state.count * 2 <= limit
            if hasRoomAgain { state.isPaused = false }
            return (event, hasRoomAgain)
        }
    }
}
