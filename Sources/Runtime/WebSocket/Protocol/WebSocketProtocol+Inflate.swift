extension WebSocketProtocol {
    /// What the sender cut off each message (RFC 7692 §7.2.2).
    private static var tail: UInt32 { 0xFFFF_0000 }
    /// zlib counts in 32 bits.
    private static var largestPiece: Int { 1 << 30 }

    /// Inflates what the input has of a deflated frame, a chunk of output at a time, so that neither a message's size
    /// nor its text is judged later than it can be.
    mutating func takeDeflated(_ input: inout WebSocketInput, _ workspace: WebSocketWorkspace) -> WebSocketEvent? {
        guard let inflater = inflater ?? makeInflater(workspace) else {
            return fail(.inflaterUnavailable, &input, workspace)
        }
        self.inflater = inflater
        let room = workspace.inflateRoom()
        let count = min(remaining, input.rest.count, Self.largestPiece)
        let piece = UnsafeMutableRawBufferPointer(rebasing: input.rest[..<count])
        if let base = piece.baseAddress { WebSocketMask.apply(mask, from: base, to: base, count: piece.count) }
        mask = WebSocketMask.rotated(mask, by: piece.count)
        input.consume(piece.count)
        remaining &-= piece.count
        let isLast = remaining == 0 && frameIsFinal

        var pending = 0
        do throws(WebSocketProtocolError) {
            try inflate(piece, with: inflater, room, &pending)
            if isLast {
                if !inflater.needsNoTail {
                    var tail = Self.tail.littleEndian
                    try withUnsafeMutableBytes(of: &tail) { bytes throws(WebSocketProtocolError) in
                        try inflate(bytes, with: inflater, room, &pending)
                    }
                }
                guard inflater.isAtBlockBoundary else { throw .invalidDeflate }
                guard kind != .text || utf8.isComplete else { throw .invalidUTF8 }
            }
        } catch {
            return fail(error, &input, workspace)
        }
        guard remaining == 0 else {
            keep(room, &pending)
            return input.rest.isEmpty ? .needsInput : nil
        }
        guard isLast, let kind else {
            keep(room, &pending)
            endFrame()
            return nil
        }
        endFrame()
        releaseInflater(workspace)
        // What fits one chunk never leaves it.
        if message.count == 0 {
            if message.capacity > 0 { _ = workspace.retire(&message) }
            return .message(kind, UnsafeRawBufferPointer(rebasing: room[..<pending]))
        }
        keep(room, &pending)
        return .message(kind, workspace.retire(&message))
    }

    /// Inflates all of `bytes` into `room` from `pending` on; what `room` can't hold goes to the message.
    private mutating func inflate(
        _ bytes: UnsafeMutableRawBufferPointer, with inflater: WebSocketInflater, _ room: UnsafeMutableRawBufferPointer,
        _ pending: inout Int
    ) throws(WebSocketProtocolError) {
        guard !bytes.isEmpty else { return }
        inflater.feed(bytes)
        while true {
            if pending == room.count { keep(room, &pending) }
            let target = UnsafeMutableRawBufferPointer(rebasing: room[pending...])
            switch inflater.step(into: target) {
            case .produced(let count, let done):
                try judge(target, count, pending: pending)
                pending += count
                if done { return }
            case .invalid(let count):
                try judge(target, count, pending: pending)
                throw .invalidDeflate
            case .outOfMemory(let count):
                try judge(target, count, pending: pending)
                throw .inflaterUnavailable
            }
        }
    }

    /// Judges bytes that came out, in their order: text up to the limit first, then the limit.
    private mutating func judge(_ bytes: UnsafeMutableRawBufferPointer, _ count: Int, pending: Int)
        throws(WebSocketProtocolError)
    {
        let room = maxMessage - message.count - pending
        if kind == .text, let base = bytes.baseAddress, !utf8.accept(base, count: min(count, room)) {
            throw .invalidUTF8
        }
        guard count <= room else { throw .messageTooBig(limit: maxMessage) }
    }

    /// Moves what is pending behind the message's earlier bytes.
    private mutating func keep(_ room: UnsafeMutableRawBufferPointer, _ pending: inout Int) {
        message.append(UnsafeRawBufferPointer(rebasing: room[..<pending]))
        pending = 0
    }

    private var peerTakesOver: Bool {
        guard let deflate else { return false }
        return !(role == .server ? deflate.clientNoContextTakeover : deflate.serverNoContextTakeover)
    }

    private func makeInflater(_ workspace: WebSocketWorkspace) -> WebSocketInflater? {
        guard let deflate, peerTakesOver else { return workspace.deflatePool.borrowInflater() }
        return WebSocketInflater(
            windowBits: role == .server ? deflate.clientMaxWindowBits : deflate.serverMaxWindowBits)
    }

    /// Gives the inflater back after a message, unless the next one may refer to this one.
    private mutating func releaseInflater(_ workspace: WebSocketWorkspace) {
        guard !peerTakesOver, let inflater else { return }
        self.inflater = nil
        workspace.deflatePool.giveBack(inflater)
    }
}
