extension WebSocketProtocol {
    /// Gives the next event of the bytes in `input`, which it moves on. Call it until it says `needsInput`; to pause,
    /// keep `input.rest` and begin with a new input over it later.
    ///
    /// A message that lies whole in the input is unmasked where it lies and handed out without a copy or allocation.
    package mutating func next(_ input: inout WebSocketInput, _ workspace: WebSocketWorkspace) -> WebSocketEvent {
        if let message = wholeMessage(&input) { return message }
        return nextStep(&input, workspace)
    }

    /// The fast path of a server: one unfragmented, uncompressed message with its header, all in the input.
    @inline(__always)
    private mutating func wholeMessage(_ input: inout WebSocketInput) -> WebSocketEvent? {
        let available = input.rest.count
        guard available >= 6, let base = input.rest.baseAddress,
            state == .open, role == .server, phase == .header, headerCount == 0, kind == nil
        else { return nil }
        let first = base.load(as: UInt8.self)
        let second = base.load(fromByteOffset: 1, as: UInt8.self)
        guard first == 0x81 || first == 0x82, second >= 0x80 else { return nil }
        var length = Int(second & 0x7F)
        var headerLength = 6
        if length >= 126 {
            guard length == 126, available >= 8 else { return nil }
            length = Int(UInt16(bigEndian: base.loadUnaligned(fromByteOffset: 2, as: UInt16.self)))
            guard length >= 126 else { return nil }
            headerLength = 8
        }
        guard available &- headerLength >= length, length <= maxFrame, length <= maxMessage else { return nil }
        let payload = base + headerLength
        let isASCII = WebSocketMask.apply(
            WebSocketMask.key(at: payload - 4), from: payload, to: payload, count: length)
        if first == 0x81, !isASCII {
            var check = WebSocketUTF8()
            guard check.accept(payload, count: length), check.isComplete else {
                // The mask goes back on, so that the general path may find the fault and say it.
                WebSocketMask.apply(WebSocketMask.key(at: payload - 4), from: payload, to: payload, count: length)
                return nil
            }
        }
        input.consume(headerLength &+ length)
        return .message(first == 0x81 ? .text : .binary, UnsafeRawBufferPointer(start: payload, count: length))
    }

    /// Everything else, a piece at a time.
    @inline(never)
    mutating func nextStep(_ input: inout WebSocketInput, _ workspace: WebSocketWorkspace) -> WebSocketEvent {
        if workspace.holdsDelivered { workspace.releaseDelivered() }
        while true {
            guard state != .closed else {
                input.consume(input.rest.count)
                return .needsInput
            }
            if phase == .header {
                do throws(WebSocketProtocolError) {
                    guard try takeHeader(&input) else { return .needsInput }
                } catch {
                    return fail(error, &input, workspace)
                }
            }
            if let event = takePayload(&input, workspace) { return event }
        }
    }

    /// Ends the connection over the peer's fault.
    mutating func fail(
        _ error: WebSocketProtocolError, _ input: inout WebSocketInput, _ workspace: WebSocketWorkspace
    ) -> WebSocketEvent {
        input.consume(input.rest.count)
        let reply =
            state == .open ? closeFrame(error.code, reason: error.description, workspace) : noBytes
        finish()
        return .failed(error, reply: reply)
    }

    /// Nothing is read or sent any more: let go of all memory.
    mutating func finish() {
        state = .closed
        kind = nil
        message = WebSocketMessageBuffer()
        inflater = nil
        deflater = nil
    }
}
