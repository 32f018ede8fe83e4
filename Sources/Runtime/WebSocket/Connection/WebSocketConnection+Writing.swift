extension WebSocketConnection {
    // MARK: This turn's frames

    /// Sends a frame to this connection alone. Any thread may call it.
    final func send(_ frame: FrameBuffer) {
        if loop.isCurrent, home.timeline == nil {
            enqueue(frame)
        } else {
            loop.post(.send(self, frame), bytes: frame.count)
        }
    }

    /// Adds a frame for this connection alone, behind what its rooms have for it.
    final func enqueue(_ frame: FrameBuffer) {
        guard phase == .open else { return }
        sent(1, bytes: frame.count)
        shard.counters.messagesOut.bump()
        shard.counters.bytesOut.bump(frame.count)
        if list < 0, queue == nil, reply == nil, !roomsHaveFrames {
            // The usual answer of an echo: it waits for the end of the turn in no list.
            reply = frame
            loop.replies.append(self)
            return
        }
        append(frame)
        let isReply = loop.sender === self
        if isReply, loop.lists.count(list) >= shard.limits.quantum, !roomsHaveFrames { flush() }
        // Whoever does not take the answers to what it sends is not read.
        if let queue, isReply || inbox != nil || home.timeline != nil, isOverHalf(queue) { pause(.queue) }
    }

    /// Whether a room has frames for it in this turn that it has not got.
    private final var roomsHaveFrames: Bool {
        if let membership, membership.index >= 0, membership.shard.pendingCount > 0 { return true }
        return !others.isEmpty && others.contains { $0.index >= 0 && $0.shard.pendingCount > 0 }
    }

    /// Adds a frame that is no message.
    final func append(_ frame: FrameBuffer) {
        forEachMembership { part, index in part.settle(index) }
        markPersonal()
        loop.lists.append(frame, to: list)
    }

    /// Takes a room's frames over into its own.
    final func take(_ frames: ArraySlice<FrameBuffer>) {
        markPersonal()
        loop.lists.append(frames, to: list)
    }

    /// Sees to it that it is flushed at the end of the turn, and that rooms give it nothing before.
    final func markPersonal() {
        guard list < 0 else { return }
        list = loop.lists.take()
        loop.dirtyConnections.append(self)
        forEachMembership { part, index in part.mark(index, RoomShard.Attention.personal, true) }
        // What stands alone stands before anything that comes now.
        if let reply {
            self.reply = nil
            loop.lists.append(reply, to: list)
        }
    }

    /// Sends the one frame that stands alone; it came before anything the rooms have for this turn.
    final func flushReply() {
        guard let reply else { return }
        self.reply = nil
        guard dialect == .plain else { return translate(CollectionOfOne(reply)) }
        deliver(reply, frames: 1)
    }

    /// Sends what the turn brought for it alone; the rooms have nothing more for it.
    final func flush() {
        guard list >= 0 else { return }
        let borrowed = list
        list = -1
        forEachMembership { part, index in part.forgetCursor(index) }
        loop.lists.drain(borrowed) { frames in
            guard phase != .closed else { return }
            guard dialect == .plain else { return translate(frames) }
            loop.joined(frames) { run, count in deliver(run, frames: count) }
        }
        endIfWritten()
    }

    /// Delivers frames in the connection's dialect.
    private final func translate(_ frames: some Collection<FrameBuffer>) {
        let translated = frames.map(translate)
        changed(by: translated.reduce(0) { $0 + $1.count } - frames.reduce(0) { $0 + $1.count })
        loop.joined(translated[...]) { run, count in deliver(run, frames: count) }
    }

    private final func translate(_ frame: FrameBuffer) -> FrameBuffer {
        guard frame.isPlainMessage else { return frame }
        let policy = shard.limits.slow
        // What waits in a queue is told apart by its bytes where messages replace each other.
        if policy == .conflate, queue != nil { return frame.variant(dialect.undeflated, of: shard) }
        // Its own deflater may refer to what went before only where nothing is dropped in between.
        if engine.takesOverContext, policy == .disconnect, frame.place == nil {
            let plain = frame.variant(dialect.undeflated, of: shard)
            // A close frame may stand behind it already; then the engine has no frames any more.
            return withExtendedLifetime(plain) {
                let bytes = engine.frame(plain.kind, plain.payload, loop.workspace)
                return bytes.isEmpty ? plain : .encoded(bytes)
            }
        }
        let variant = frame.variant(dialect, of: shard)
        engine.noteBroadcast()
        return variant
    }

    /// Writes a run in the connection's dialect that others share.
    final func deliverVariant(_ run: FrameBuffer, frames: Int) {
        engine.noteBroadcast()
        deliver(run, frames: frames)
    }

    /// Counts the difference that the dialect made.
    final func changed(by bytes: Int) {
        guard bytes != 0 else { return }
        sent(0, bytes: bytes)
        shard.counters.bytesOut.bump(bytes)
    }

    /// Counts what it was sent.
    final func sent(_ messages: Int, bytes: Int) {
        // What a room will count for a member that is left out is taken off beforehand: the counts may pass below zero.
        messagesOut &+= UInt32(truncatingIfNeeded: messages)
        bytesOut &+= UInt64(truncatingIfNeeded: bytes)
    }

    // MARK: To the transport

    /// Writes a buffer of whole frames, or queues what the transport does not take.
    final func deliver(_ run: FrameBuffer, frames: Int) {
        if let queue {
            queue.append(run, frames: frames)
            checkQueue(queue)
            return
        }
        switch transport {
        case .socket(let descriptor):
            let written = withExtendedLifetime(run) { Socket.send(descriptor, run.bytes) }
            if written != run.count { wrote(written, of: run, frames: frames) }
        case .indirect(let transport):
            let written = withExtendedLifetime(run) {
                withUnsafePointer(to: run.bytes) { transport.write(UnsafeBufferPointer(start: $0, count: 1)) }
            }
            if written != run.count { wrote(written, of: run, frames: frames) }
        case .none: break
        }
    }

    /// Less than a whole run was written: the rest waits.
    final func wrote(_ written: Int, of run: FrameBuffer, frames: Int) {
        var written = written
        if written < 0 {
            guard isTransient() else {
                loop.troubled.append((self, .broken))
                return
            }
            written = 0
        }
        let queue = OutboundQueue()
        queue.append(run, frames: frames, written: written)
        block(queue)
        checkQueue(queue)
    }

    private final func isTransient() -> Bool {
        guard case .socket = transport else { return false }
        return Socket.failedForNow
    }

    /// From now on everything goes through the queue.
    private final func block(_ queue: OutboundQueue) {
        self.queue = queue
        forEachMembership { part, index in part.mark(index, RoomShard.Attention.blocked, true) }
        flags.insert(.wantsWrite)
        updateInterest()
        lastProgress = loop.milliseconds
        scheduleTimer()
    }

    private final func unblock() {
        queue = nil
        forEachMembership { part, index in part.mark(index, RoomShard.Attention.blocked, false) }
        flags.remove(.wantsWrite)
        updateInterest()
    }

    /// The socket takes bytes again.
    final func writable() {
        guard let queue else { return }
        while !queue.isEmpty {
            let written = queue.withPieces { write($0) }
            guard written >= 0 else {
                fail(.network, "the connection broke while it was written to")
                return
            }
            guard written > 0 else { break }
            queue.advance(written)
            // Once it closes, the time to do so runs from the start.
            if phase == .open { lastProgress = loop.milliseconds }
        }
        if queue.isEmpty { unblock() }
        noteLag()
        if pauses.contains(.queue), isUnderQuarter(self.queue) { unpause(.queue) }
        endIfWritten()
    }

    /// Gives how many bytes were written, 0 if none can be now, -1 if the connection is broken.
    private final func write(_ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Int {
        switch transport {
        case .socket(let descriptor):
            let written = Socket.send(descriptor, pieces)
            return written >= 0 ? written : Socket.failedForNow ? 0 : -1
        case .indirect(let transport): return transport.write(pieces)
        case .none: return -1
        }
    }

    // MARK: The queue's limits

    /// Applies the hub's policy to a queue that is too long, and notes whether the client is behind.
    private final func checkQueue(_ queue: OutboundQueue) {
        let limits = shard.limits
        if queue.messages > limits.queue || queue.bytes > limits.queueBytes {
            switch limits.slow {
            case .disconnect:
                loop.troubled.append((self, .slow))
            case .conflate:
                // To look for keys is a walk through the whole queue: not for each message beyond the limit of a long one.
                guard
                    queue.messages - limits.queue > limits.queue / 16 * 4
                        || queue.bytes - limits.queueBytes > limits.queueBytes / 4
                else { break }
                let dropped = queue.conflate(by: ConflationKey(fields: shard.limits.conflateBy, dialect))
                shard.counters.conflated.bump(dropped)
                sent(-dropped, bytes: 0)
                if queue.messages > limits.queue || queue.bytes > limits.queueBytes {
                    loop.troubled.append((self, .slow))
                }
            case .dropOldest:
                countDropped(queue.dropOldest(messages: limits.queue, bytes: limits.queueBytes))
            case .dropNewest:
                countDropped(queue.dropNewest(messages: limits.queue, bytes: limits.queueBytes))
            }
        }
        noteLag()
    }

    private final func countDropped(_ count: Int) {
        guard count > 0 else { return }
        shard.counters.dropped.bump(count)
        sent(-count, bytes: 0)
        if !flags.contains(.warned) {
            flags.insert(.warned)
            shard.core.warnSlow(self, "messages for it are dropped")
        }
    }

    private final func isOverHalf(_ queue: OutboundQueue) -> Bool {
        queue.messages * 2 > shard.limits.queue || queue.bytes * 2 > shard.limits.queueBytes
    }

    private final func isUnderQuarter(_ queue: OutboundQueue?) -> Bool {
        guard let queue else { return true }
        return queue.messages * 4 <= shard.limits.queue && queue.bytes * 4 <= shard.limits.queueBytes
    }

    /// Tells its rooms when it falls behind and when it has caught up.
    private final func noteLag() {
        let isLagging = flags.contains(.lagging)
        let change = isLagging ? isUnderQuarter(queue) : queue.map(isOverHalf) ?? false
        guard change else { return }
        flags.formSymmetricDifference(.lagging)
        forEachMembership { part, _ in part.room.lagged(by: isLagging ? -1 : 1) }
    }

    // MARK: Interest

    /// Tells the poller, or the transport, what the connection waits for.
    final func updateInterest() {
        switch transport {
        case .socket(let descriptor):
            #if os(Linux)
                var interest: Poller.Interest = pauses.isEmpty ? .read : []
                if flags.contains(.wantsWrite) { interest.insert(.write) }
                loop.poller?.change(descriptor, self, interest)
            #endif
        case .indirect(let transport): transport.setReading(pauses.isEmpty)
        case .none: break
        }
    }
}
