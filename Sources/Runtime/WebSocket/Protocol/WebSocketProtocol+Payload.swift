extension WebSocketProtocol {
    /// So many bytes are unmasked before they are checked as text, so that they are still in the first-level cache.
    private static var block: Int { 16_384 }

    /// Takes what the input has of the current frame's payload. An event if there is one to tell, nil if the frame
    /// ended without one.
    mutating func takePayload(_ input: inout WebSocketInput, _ workspace: WebSocketWorkspace) -> WebSocketEvent? {
        if frameIsControl { return takeControl(&input, workspace) }
        if state == .closeSent {
            let dropped = min(remaining, input.rest.count)
            input.consume(dropped)
            remaining &-= dropped
            guard remaining == 0 else { return .needsInput }
            endFrame()
            return nil
        }
        return isDeflated ? takeDeflated(&input, workspace) : takePlain(&input, workspace)
    }

    /// The frame is over, and the message if it was its last.
    mutating func endFrame() {
        phase = .header
        if frameIsFinal, !frameIsControl { kind = nil }
    }

    private mutating func takePlain(_ input: inout WebSocketInput, _ workspace: WebSocketWorkspace) -> WebSocketEvent? {
        guard let kind else { return nil }
        let isWhole = frameIsFinal && message.count == 0 && input.rest.count >= remaining
        let start = input.rest.baseAddress
        let length = remaining
        let room = isWhole ? 0 : min(remaining, input.rest.count)
        if room > 0 { message.reserve(room, expected: remaining, isLast: frameIsFinal) }
        while remaining > 0, let source = input.rest.baseAddress, !input.rest.isEmpty {
            let count = min(remaining, input.rest.count, Self.block)
            let target = isWhole ? source : message.tail ?? source
            let isASCII = WebSocketMask.apply(mask, from: source, to: target, count: count)
            if kind == .text, !(isASCII && utf8.isComplete), !utf8.accept(target, count: count) {
                return fail(.invalidUTF8, &input, workspace)
            }
            if !isWhole { message.advance(count) }
            mask = WebSocketMask.rotated(mask, by: count)
            input.consume(count)
            remaining &-= count
        }
        guard remaining == 0 else { return .needsInput }
        guard frameIsFinal else {
            endFrame()
            return nil
        }
        if kind == .text, !utf8.isComplete { return fail(.invalidUTF8, &input, workspace) }
        endFrame()
        guard isWhole else { return .message(kind, workspace.retire(&message)) }
        // An earlier control frame that came in pieces may have left a block.
        if message.capacity > 0 { _ = workspace.retire(&message) }
        return .message(kind, UnsafeRawBufferPointer(start: start, count: length))
    }

    private mutating func takeControl(_ input: inout WebSocketInput, _ workspace: WebSocketWorkspace)
        -> WebSocketEvent?
    {
        let length = Int(frameLengthByte & 0x7F)
        let taken = min(remaining, input.rest.count)
        let payload: UnsafeRawBufferPointer
        if taken == length {
            payload = UnsafeRawBufferPointer(UnsafeMutableRawBufferPointer(rebasing: input.rest[..<taken]))
            if let base = input.rest.baseAddress { WebSocketMask.apply(mask, from: base, to: base, count: taken) }
        } else {
            // Its pieces gather behind those of the message it may be in the middle of.
            message.reserve(length, expected: length)
            guard let base = message.tail else { return nil }
            let offset = length &- remaining
            if let source = input.rest.baseAddress {
                WebSocketMask.apply(mask, from: source, to: base + offset, count: taken)
            }
            mask = WebSocketMask.rotated(mask, by: taken)
            payload = UnsafeRawBufferPointer(start: base, count: length)
        }
        input.consume(taken)
        remaining &-= taken
        guard remaining == 0 else { return .needsInput }
        endFrame()
        if kind == nil { _ = workspace.retire(&message) }
        switch frameStart & 0x0F {
        case WebSocketOpcode.ping.rawValue:
            // After our close frame nothing may be sent, a pong neither.
            guard state == .open else { return nil }
            return .ping(payload, reply: workspace.control(.pong, payload, role: role))
        case WebSocketOpcode.pong.rawValue:
            return state == .open ? .pong(payload) : nil
        default:
            return takeClose(payload, &input, workspace)
        }
    }

    private mutating func takeClose(
        _ payload: UnsafeRawBufferPointer, _ input: inout WebSocketInput, _ workspace: WebSocketWorkspace
    ) -> WebSocketEvent {
        var code: WebSocketCloseCode?
        var reason = noBytes
        if let base = payload.baseAddress, !payload.isEmpty {
            guard payload.count >= 2 else { return fail(.truncatedCloseCode, &input, workspace) }
            let number = UInt16(bigEndian: base.loadUnaligned(as: UInt16.self))
            let received = WebSocketCloseCode(rawValue: number)
            guard received.isLegalOnTheWire else { return fail(.illegalCloseCode(number), &input, workspace) }
            code = received
            reason = UnsafeRawBufferPointer(start: base + 2, count: payload.count - 2)
            var check = WebSocketUTF8()
            guard check.accept(base + 2, count: reason.count), check.isComplete else {
                return fail(.invalidCloseReason, &input, workspace)
            }
        }
        // The reason may lie in the message's block.
        if message.count > 0 || kind != nil { _ = workspace.retire(&message) }
        input.consume(input.rest.count)
        let reply = state == .open ? closeFrame(code, reason: "", workspace) : noBytes
        finish()
        return .close(code, reason: reason, reply: reply)
    }
}
