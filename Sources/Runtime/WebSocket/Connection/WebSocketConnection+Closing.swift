import Synchronization

extension WebSocketConnection {
    /// Starts the closing handshake: no message is handled or sent any more, those sent before go out first.
    ///
    /// - Parameter urgent: what waits in the queue is dropped, so that a slow client learns why.
    final func close(_ reason: CloseReason, urgent: Bool = false) {
        guard phase == .open else { return }
        begin(reason)
        phase = .closing
        control(engine.close(reason.code, reason: reason.reason, loop.workspace), isMust: true, urgent: urgent)
        stopPausing()
        lastProgress = loop.milliseconds
        scheduleTimer()
    }

    /// The peer sent its close frame; `reply` is empty if ours went before.
    final func peerClosed(_ code: WebSocketCloseCode?, _ reason: String, _ reply: UnsafeRawBufferPointer) {
        begin(CloseReason(code: code ?? .noStatus, reason: reason, initiatedBy: .client))
        end(with: reply)
    }

    /// The peer broke the protocol.
    final func peerFailed(_ error: WebSocketProtocolError, _ reply: UnsafeRawBufferPointer) {
        shard.counters.protocolErrors.bump()
        begin(CloseReason(code: error.code, reason: error.description, initiatedBy: .client))
        flags.insert(.failed)
        end(with: reply)
    }

    private final func end(with reply: UnsafeRawBufferPointer) {
        if phase == .open || phase == .closing { phase = .closing }
        if !reply.isEmpty { control(reply, isMust: true, urgent: true) }
        flags.insert(.endsWhenWritten)
        stopPausing()
        lastProgress = loop.milliseconds
        scheduleTimer()
        endIfWritten()
    }

    private final func stopPausing() {
        guard !pauses.isEmpty else { return }
        pauses = []
        unread = []
        updateInterest()
    }

    /// Sends a control frame: behind this turn's frames if the transport takes them, else ahead of what waits, and a
    /// close frame that is not urgent behind it.
    private final func control(_ frame: UnsafeRawBufferPointer, isMust: Bool, urgent: Bool = false) {
        guard !frame.isEmpty, phase != .closed else { return }
        guard let queue else { return append(FrameBuffer.encoded(frame)) }
        if urgent {
            let unsent = list >= 0 ? loop.lists.clear(list) : 0
            shard.counters.dropped.bump(queue.dropAll() + unsent)
            queue.appendControl(frame, isMust: true)
        } else if isMust {
            append(FrameBuffer.encoded(frame))
        } else {
            queue.appendControl(frame, isMust: false)
        }
    }

    /// Answers a ping.
    final func pong(_ reply: UnsafeRawBufferPointer) { control(reply, isMust: false) }

    /// Asks for a sign of life.
    final func ping() {
        withExtendedLifetime(FrameBuffer.ping) { control(FrameBuffer.ping.bytes, isMust: false) }
    }

    /// The connection broke, or must end without another word.
    final func fail(_ initiator: CloseReason.Initiator, _ reason: String, code: WebSocketCloseCode = .abnormal) {
        begin(CloseReason(code: code, reason: reason, initiatedBy: initiator))
        endTransport()
    }

    /// Meets what went wrong while frames were handed out.
    final func meet(_ trouble: Trouble) {
        guard phase != .closed else { return }
        switch trouble {
        case .broken: fail(.network, "the connection broke while it was written to")
        case .slow:
            guard phase == .open else { return }
            shard.counters.slowClosed.bump()
            shard.core.warnSlow(self, "it is closed with 1013")
            close(.tooSlow, urgent: true)
        }
    }

    /// Leaves the rooms of this loop and notes why; only the first reason counts.
    private final func begin(_ reason: CloseReason) {
        guard ending == nil else { return }
        ending = Ending(reason)
        leaveShards()
        loop.endings.append(self)
    }

    private final func leaveShards() {
        if let place = membership, place.index >= 0 { leave(place) }
        membership?.index = -1
        for position in others.indices where others[position].index >= 0 {
            leave(others[position])
            others[position].index = -1
        }
    }

    /// Leaves the loop's part of a room; counts what it was sent there.
    final func leave(_ place: Membership) {
        if flags.contains(.lagging) { place.room.lagged(by: -1) }
        place.shard.remove(place.index)
        messagesOut &+= place.shard.totalFrames &- place.joinedFrames
        bytesOut &+= place.shard.totalBytes &- place.joinedBytes
    }

    /// Leaves the directory and tells the handler: the second half of `begin`, when nothing is being handled.
    final func depart() {
        guard let ending else { return }
        shard.counters.closes.count(ending.reason.code)
        for place in others { _ = shard.core.leave(self, place.room, loop: loop) }
        others = []
        if let place = membership {
            membership = nil
            if shard.core.leave(self, place.room, loop: loop) {
                standing.bitwiseOr(Standing.lastOfUser, ordering: .releasing)
            }
            shard.core.unregister(self)
        }
        // One whose handshake could not be answered was in its room, but the handler has not heard of it.
        guard flags.contains(.announced) else { return }
        flags.remove(.announced)
        endpoint.disconnected(self, ending.reason)
        if let access { access.log(self, ending.reason) } else { shard.core.logClosed(self, ending.reason) }
    }

    /// Ends the transport once everything is written, if that is what it waits for.
    final func endIfWritten() {
        guard flags.contains(.endsWhenWritten), queue == nil, list < 0, phase != .closed, phase != .lingering else {
            return
        }
        guard flags.contains(.failed) else { return endTransport() }
        // What the peer still sends would make the kernel throw away our close frame with a reset: end our side, and
        // read until the peer ends too.
        phase = .lingering
        switch transport {
        case .socket(let descriptor): Socket.endOutput(descriptor)
        case .indirect(let transport): transport.shutdownOutput()
        case .none: break
        }
    }

    /// Ends the transport at once. The hub lets go of the connection at the end of the turn.
    final func endTransport() {
        guard phase != .closed else { return }
        phase = .closed
        loop.wheel.cancel(self)
        switch transport {
        case .socket(let descriptor):
            #if os(Linux)
                loop.poller?.remove(descriptor)
            #endif
            Socket.close(descriptor)
        case .indirect(let transport): transport.close()
        case .none: break
        }
        transport = .none
        queue = nil
        unread = []
        pauses = []
        loop.finished.append(self)
    }
}
