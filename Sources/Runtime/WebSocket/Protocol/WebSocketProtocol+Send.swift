extension WebSocketProtocol {
    /// Whether compression was agreed on.
    package var compresses: Bool { deflate != nil }

    /// Encodes one message as one frame, deflated if that was agreed on and makes it smaller.
    ///
    /// The bytes are valid until the next call that uses the workspace. They must be sent, and in this order with the
    /// connection's other deflated frames. Empty once a close was sent or received: nothing may be sent then.
    package mutating func frame(
        _ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, _ workspace: WebSocketWorkspace
    ) -> UnsafeRawBufferPointer {
        guard state == .open else { return noBytes }
        let opcode = WebSocketOpcode(kind)
        let mask = workspace.mask(for: role)
        if payload.count >= Int(deflateThreshold), let deflater = deflaterForMessage(workspace) {
            if let frame = workspace.deflatedFrame(opcode, payload, mask: mask, deflater) { return frame }
            // The window holds a message now that the peer will not see deflated.
            deflaterIsOutOfStep = true
        }
        return workspace.plainFrame(opcode, payload, mask: mask)
    }

    /// Which variant of a broadcast this connection gets: nil for the plain frame, else the window bits to ask
    /// `WebSocketWorkspace.broadcastFrame` for. Call it once for each broadcast that is sent on this connection.
    ///
    /// A message deflated from an empty window refers to nothing before it, so every peer whose window is as large as
    /// the distances in it can inflate it, with or without context takeover (RFC 7692 §7.2.3.3). But the peer's
    /// window moves on over such a message while our deflater has not seen it; with takeover the deflater must not
    /// refer to what lies before. So it starts afresh with the next message of its own, which costs nothing now, no
    /// memory, and only some ratio then.
    ///
    /// A payload not larger than the peer's window can have no distance that leaves it: those share one variant.
    package mutating func broadcastWindowBits(payloadCount: Int) -> UInt8? {
        guard let deflate, payloadCount >= Int(deflateThreshold), state == .open, role == .server else { return nil }
        deflaterIsOutOfStep = true
        return Self.sharedWindowBits(deflate.serverMaxWindowBits, payloadCount: payloadCount)
    }

    /// The window that a broadcast is deflated with for peers of this one: a payload that fits it fits any.
    package static func sharedWindowBits(_ bits: UInt8, payloadCount: Int) -> UInt8 {
        payloadCount <= 1 << Int(bits) ? 15 : bits
    }

    /// The base-2 logarithm of the window that our messages may use; nil without compression.
    package var sendWindowBits: UInt8? {
        deflate.map { role == .server ? $0.serverMaxWindowBits : $0.clientMaxWindowBits }
    }

    /// Whether our messages may refer to earlier ones.
    var takesOverContext: Bool {
        guard let deflate else { return false }
        return !(role == .server ? deflate.serverNoContextTakeover : deflate.clientNoContextTakeover)
    }

    /// A message that this connection's deflater has not seen is sent deflated: see `broadcastWindowBits`.
    package mutating func noteBroadcast() { deflaterIsOutOfStep = true }

    /// The deflater for the next message, in step with the peer's window; nil if there is none to be had.
    private mutating func deflaterForMessage(_ workspace: WebSocketWorkspace) -> WebSocketDeflater? {
        guard let deflate else { return nil }
        let isServer = role == .server
        let bits = isServer ? deflate.serverMaxWindowBits : deflate.clientMaxWindowBits
        guard !(isServer ? deflate.serverNoContextTakeover : deflate.clientNoContextTakeover) else {
            return workspace.deflatePool.sharedDeflater(windowBits: bits)
        }
        if let deflater {
            if deflaterIsOutOfStep { deflater.reset() }
        } else {
            deflater = workspace.deflatePool.makeDeflater(windowBits: bits)
        }
        deflaterIsOutOfStep = false
        return deflater
    }
}

extension WebSocketWorkspace {
    /// Encodes a server's message once for many connections: deflated from an empty window of 2^`windowBits` bytes, or
    /// nil if that makes it no smaller. The bytes are valid until the next call that uses the workspace.
    package func broadcastFrame(
        _ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, windowBits: UInt8
    ) -> UnsafeRawBufferPointer? {
        guard let deflater = deflatePool.sharedDeflater(windowBits: windowBits) else { return nil }
        return deflatedFrame(WebSocketOpcode(kind), payload, mask: nil, deflater)
    }

    func plainFrame(_ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, mask: UInt32?)
        -> UnsafeRawBufferPointer
    {
        let capacity = WebSocketFrame.maxHeaderLength + payload.count
        let room = UnsafeMutableRawBufferPointer(start: outgoingRoom(capacity), count: capacity)
        let count = WebSocketFrame.encode(opcode, payload, mask: mask, into: room) ?? 0
        return UnsafeRawBufferPointer(rebasing: room[..<count])
    }

    /// Nil if the message does not get smaller; the deflater's window is not the peer's then.
    func deflatedFrame(
        _ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, mask: UInt32?, _ deflater: WebSocketDeflater
    ) -> UnsafeRawBufferPointer? {
        // The header's length shows only with the payload's: it is written backwards from where the payload starts.
        let start = WebSocketFrame.maxHeaderLength
        let room = outgoingRoom(start + payload.count + 4)
        let target = UnsafeMutableRawBufferPointer(start: room + start, count: payload.count + 4)
        guard let count = deflater.deflateMessage(payload, into: target), count < payload.count else { return nil }
        if let mask { WebSocketMask.apply(mask, from: room + start, to: room + start, count: count) }
        let headerLength = WebSocketFrame.headerLength(for: count, masked: mask != nil)
        let frame = room + start - headerLength
        WebSocketFrame.writeHeader(opcode, payloadLength: count, rsv1: true, mask: mask, to: frame)
        return UnsafeRawBufferPointer(start: frame, count: headerLength + count)
    }
}
