extension WebSocketConnection {
    /// Sets the timer to the next thing that may be due.
    final func scheduleTimer() {
        guard phase != .closed else { return }
        let limits = shard.limits
        var next: UInt32?
        func consider(_ from: UInt32, _ after: UInt32) {
            guard after > 0 else { return }
            let deadline = from &+ after
            if let known = next, Int32(bitPattern: known &- deadline) <= 0 { return }
            next = deadline
        }
        if phase == .open {
            consider(lastSeen, limits.timeout)
            if !flags.contains(.pinged) { consider(lastSeen, pingAfter(limits)) }
            if queue != nil { consider(lastProgress, limits.write) }
        } else {
            consider(lastProgress, limits.closeTimeout)
        }
        guard let next else { return loop.wheel.cancel(self) }
        // A deadline that moved away is found to have moved when the old one fires.
        if isScheduled, Int32(bitPattern: deadline &- next) <= 0 { return }
        loop.wheel.schedule(self, at: next)
    }

    /// The ping interval, up to a tenth shorter, so that clients that came together are not pinged together.
    private final func pingAfter(_ limits: HubLimits) -> UInt32 {
        let spread = limits.ping / 10
        guard spread > 0 else { return limits.ping }
        return limits.ping - UInt32(truncatingIfNeeded: (id &* 0x9E37_79B9_7F4A_7C15) >> 33) % spread
    }

    final func timerFired(_ now: UInt32) {
        let limits = shard.limits
        func isOver(_ from: UInt32, _ after: UInt32) -> Bool {
            after > 0 && Int32(bitPattern: now &- (from &+ after)) >= 0
        }
        switch phase {
        case .closed: return
        case .closing, .lingering:
            if isOver(lastProgress, limits.closeTimeout) { return fail(.network, "no answer to the close frame") }
        case .open:
            if queue != nil, isOver(lastProgress, limits.write) {
                shard.counters.slowClosed.bump()
                shard.counters.stalled.bump()
                shard.core.warnSlow(self, "it took nothing in time and is cut off")
                if case .socket(let descriptor) = transport { SystemSocket.resetOnClose(descriptor) }
                return fail(.server, "a write made no progress in time", code: .tryAgainLater)
            }
            if isOver(lastSeen, limits.timeout) {
                guard !pauses.isEmpty else {
                    shard.counters.timedOut.bump()
                    return fail(.network, "no sign of life in time")
                }
                // Its signs of life may lie unread: what it is pinged for now, the kernel finds it gone by if it is.
                lastSeen = now
                flags.remove(.pinged)
            }
            if !flags.contains(.pinged), isOver(lastSeen, pingAfter(limits)), limits.ping > 0 {
                flags.insert(.pinged)
                ping()
            }
        }
        scheduleTimer()
    }
}
