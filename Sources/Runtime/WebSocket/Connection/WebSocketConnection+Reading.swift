extension WebSocketConnection {
    /// The socket has bytes, or has ended.
    final func readable() {
        guard case .socket(let descriptor) = transport else { return }
        // More than one read a turn, so that a fast sender is not held up, but not so many that others wait.
        for _ in 0..<4 {
            let room = loop.readBuffer
            let count = Socket.receive(descriptor, room)
            if count > 0 {
                received(UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
                guard count == room.count, pauses.isEmpty, phase != .closed else { return }
            } else if count == 0 {
                return ended()
            } else {
                if Socket.failedForNow { return }
                return fail(.network, "the connection broke")
            }
        }
    }

    /// The peer sends no more.
    final func ended() {
        if phase == .lingering || flags.contains(.endsWhenWritten) {
            endTransport()
        } else {
            fail(.network, "the connection ended without a close frame")
        }
    }

    /// Handles bytes as they came; they are unmasked in place.
    final func received(_ bytes: UnsafeMutableRawBufferPointer) {
        lastSeen = loop.milliseconds
        flags.remove(.pinged)
        guard phase != .lingering, !flags.contains(.failed) else { return }
        if shard.limits.byteRate > 0, phase == .open, !isWithinByteRate(bytes.count, shard.limits) {
            shard.counters.byteLimited.bump()
            return close(.byteLimited)
        }
        guard unread.isEmpty else {
            unread.append(contentsOf: bytes)
            return
        }
        handle(bytes)
    }

    /// Goes on with what was read before a pause.
    final func readOn() {
        flags.remove(.resuming)
        guard pauses.isEmpty, phase != .closed, !unread.isEmpty else { return }
        var bytes: [UInt8] = []
        swap(&bytes, &unread)
        bytes.withUnsafeMutableBytes { handle($0) }
    }

    private final func handle(_ bytes: UnsafeMutableRawBufferPointer) {
        let loop = loop
        let previous = loop.sender
        loop.sender = self
        handleEvents(bytes, loop.workspace)
        loop.sender = previous
    }

    private final func handleEvents(_ bytes: UnsafeMutableRawBufferPointer, _ workspace: WebSocketWorkspace) {
        var input = WebSocketInput(bytes)
        while true {
            switch engine.next(&input, workspace) {
            case .needsInput: return
            case .message(let kind, let payload): message(kind, payload)
            case .ping(_, let reply): pong(reply)
            case .pong: break
            case .close(let code, let reason, let reply):
                return peerClosed(code, String(decoding: reason, as: UTF8.self), reply)
            case .failed(let error, let reply): return peerFailed(error, reply)
            }
            if phase == .closed { return }
            if !pauses.isEmpty, phase == .open {
                unread = [UInt8](input.rest)
                return
            }
        }
    }

    private final func message(_ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer) {
        guard phase == .open else { return }
        messagesIn &+= 1
        bytesIn &+= UInt64(payload.count)
        shard.counters.messagesIn.bump()
        shard.counters.bytesIn.bump(payload.count)
        let limits = shard.limits
        if limits.rateInterval > 0, !isWithinRate(limits) {
            shard.counters.rateLimited.bump()
            return close(.rateLimited)
        }
        switch limits.accepts {
        case .any: break
        case .text where kind == .text: break
        case .binary where kind == .binary: break
        case .text: return close(.unaccepted("this hub takes text only"))
        case .binary: return close(.unaccepted("this hub takes binary only"))
        }
        guard limits.trims, kind == .text else { return endpoint.received(kind, payload, from: self) }
        TextTrimming.trimmed(payload) { text in
            if !text.isEmpty { endpoint.received(kind, text, from: self) }
        }
    }

    /// Whether a message now keeps to the rate (GCRA: the bucket is one number, when it will be empty).
    private final func isWithinRate(_ limits: HubLimits) -> Bool {
        let due = max(rateDue, loop.now)
        guard due - loop.now <= limits.rateTolerance else { return false }
        rateDue = due + limits.rateInterval
        return true
    }

    /// Whether so many bytes now keep to the rate in bytes.
    private final func isWithinByteRate(_ count: Int, _ limits: HubLimits) -> Bool {
        let due = max(byteRateDue, loop.now)
        let (cost, overflow) = UInt64(count).multipliedReportingOverflow(by: limits.byteRatePeriod)
        let filled = due - loop.now + (overflow ? limits.byteRatePeriod : cost / limits.byteRate)
        guard filled <= limits.byteRatePeriod else { return false }
        byteRateDue = loop.now + filled
        return true
    }

    // MARK: Pauses

    /// Stops reading from the client.
    final func pause(_ reason: Pauses) {
        let wasReading = pauses.isEmpty
        pauses.insert(reason)
        if wasReading, phase == .open { updateInterest() }
    }

    /// Reads on, unless there is another reason not to.
    final func unpause(_ reason: Pauses) {
        guard pauses.contains(reason) else { return }
        pauses.remove(reason)
        guard pauses.isEmpty, phase != .closed else { return }
        // Its silence counts from now on; what it sent meanwhile has not been read.
        lastSeen = loop.milliseconds
        flags.remove(.pinged)
        updateInterest()
        if !unread.isEmpty, !flags.contains(.resuming) {
            flags.insert(.resuming)
            loop.resumable.append(self)
        }
    }
}
