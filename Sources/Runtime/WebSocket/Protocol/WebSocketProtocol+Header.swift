extension WebSocketProtocol {
    /// The current frame's first byte: FIN, RSV1–3, opcode.
    var frameStart: UInt8 { UInt8(truncatingIfNeeded: header.0.littleEndian) }
    /// The current frame's second byte: the mask bit and the short length.
    var frameLengthByte: UInt8 { UInt8(truncatingIfNeeded: header.0.littleEndian &>> 8) }
    var frameIsFinal: Bool { frameStart & 0x80 != 0 }
    var frameIsControl: Bool { frameStart & 0x08 != 0 }

    /// Gathers the next frame's header, which may come in any number of pieces, and judges it as soon as that is
    /// possible. True once it is whole, and then `remaining` and `mask` say what the payload is like.
    mutating func takeHeader(_ input: inout WebSocketInput) throws(WebSocketProtocolError) -> Bool {
        if headerCount < 2 {
            guard gather(2, &input) else { return false }
            try judgeStart()
            if frameLengthByte & 0x7F < 126 { try judgeLength(UInt64(frameLengthByte & 0x7F), atLeast: 0) }
        }
        let short = frameLengthByte & 0x7F
        let maskOffset = short < 126 ? 2 : short == 126 ? 4 : 10
        if Int(headerCount) < maskOffset {
            guard gather(maskOffset, &input) else { return false }
            if short == 126 {
                try judgeLength(UInt64(UInt16(bigEndian: headerField(at: 2, as: UInt16.self))), atLeast: 126)
            } else {
                try judgeLength(UInt64(bigEndian: headerField(at: 2, as: UInt64.self)), atLeast: 65_536)
            }
        }
        if frameLengthByte & 0x80 == 0 {
            mask = 0
        } else {
            guard gather(maskOffset &+ 4, &input) else { return false }
            mask = UInt32(littleEndian: headerField(at: maskOffset, as: UInt32.self))
        }
        headerCount = 0
        phase = .payload
        if !frameIsControl, kind == nil {
            kind = frameStart & 0x0F == WebSocketOpcode.text.rawValue ? .text : .binary
            isDeflated = frameStart & 0x40 != 0
            utf8 = WebSocketUTF8()
        }
        return true
    }

    /// A number in the header as its bytes stand there.
    private func headerField<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: Number.Type) -> Number {
        withUnsafeBytes(of: header) { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
    }

    /// Copies header bytes until there are `count` of them; false if the input ends before.
    private mutating func gather(_ count: Int, _ input: inout WebSocketInput) -> Bool {
        let have = Int(headerCount)
        let taken = min(count - have, input.rest.count)
        guard taken > 0, let source = input.rest.baseAddress else { return have >= count }
        withUnsafeMutableBytes(of: &header) { bytes in
            bytes[have..<have + taken].copyBytes(from: UnsafeRawBufferPointer(start: source, count: taken))
        }
        headerCount += UInt8(truncatingIfNeeded: taken)
        input.consume(taken)
        return have + taken == count
    }

    /// What the first two bytes tell.
    private func judgeStart() throws(WebSocketProtocolError) {
        let first = frameStart
        guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else { throw .unknownOpcode(first & 0x0F) }
        let startsMessage = opcode == .text || opcode == .binary
        if first & 0x70 != 0 {
            guard first & 0x30 == 0, deflate != nil else { throw .reservedBits }
            guard startsMessage else { throw .misplacedCompressionBit }
        }
        if opcode == .continuation {
            guard kind != nil else { throw .unexpectedContinuation }
        } else if startsMessage {
            guard kind == nil else { throw .expectedContinuation }
        } else {
            guard first & 0x80 != 0 else { throw .fragmentedControl }
        }
        let isMasked = frameLengthByte & 0x80 != 0
        guard isMasked == (role == .server) else { throw isMasked ? .maskForbidden : .maskMissing }
        guard startsMessage || opcode == .continuation || frameLengthByte & 0x7F <= 125 else { throw .longControl }
    }

    /// What the length tells, before any of the payload is taken; and sets `remaining`.
    private mutating func judgeLength(_ length: UInt64, atLeast least: UInt64) throws(WebSocketProtocolError) {
        guard length <= UInt64(Int64.max) else { throw .lengthOverflow }
        guard length >= least else { throw .lengthNotMinimal }
        remaining = Int(clamping: length)
        // After our close nothing is kept of a message, so its size does not matter.
        guard !frameIsControl, state == .open else { return }
        guard remaining <= maxFrame else { throw .frameTooBig(limit: maxFrame) }
        let deflated = kind == nil ? frameStart & 0x40 != 0 : isDeflated
        guard deflated || remaining <= maxMessage - message.count else { throw .messageTooBig(limit: maxMessage) }
    }
}
