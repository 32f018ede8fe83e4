/// Writes frames (RFC 6455 §5.2): the shortest header for the length, then the payload.
package enum WebSocketFrame {
    /// The longest header there is, in bytes: 2, a length of 8 and a mask of 4.
    package static let maxHeaderLength = 14

    /// The largest payload of a control frame, in bytes.
    package static let maxControlPayload = 125

    /// The length in bytes of the header before a payload of so many bytes.
    @inline(__always)
    package static func headerLength(for payloadLength: Int, masked: Bool = false) -> Int {
        (payloadLength < 126 ? 2 : payloadLength <= 0xFFFF ? 4 : 10) + (masked ? 4 : 0)
    }

    /// Writes a header to `target`, which needs `headerLength` bytes (at most 14), and gives its length.
    ///
    /// - Parameters:
    ///   - fin: whether the message ends with this frame (default: it does).
    ///   - rsv1: whether the message is deflated (default: it is not; RFC 7692 §6).
    ///   - mask: the four mask bytes as `WebSocketMask` keeps them, for a client's frame (default: none).
    @inline(__always) @discardableResult
    package static func writeHeader(
        _ opcode: WebSocketOpcode, payloadLength: Int, fin: Bool = true, rsv1: Bool = false, mask: UInt32? = nil,
        to target: UnsafeMutableRawPointer
    ) -> Int {
        let first = opcode.rawValue | (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0)
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        target.storeBytes(of: first, as: UInt8.self)
        var length: Int
        if payloadLength < 126 {
            target.storeBytes(of: UInt8(truncatingIfNeeded: payloadLength) | maskBit, toByteOffset: 1, as: UInt8.self)
            length = 2
        } else if payloadLength <= 0xFFFF {
            target.storeBytes(of: 126 | maskBit, toByteOffset: 1, as: UInt8.self)
            target.storeBytes(
                of: UInt16(truncatingIfNeeded: payloadLength).bigEndian, toByteOffset: 2, as: UInt16.self)
            length = 4
        } else {
            target.storeBytes(of: 127 | maskBit, toByteOffset: 1, as: UInt8.self)
            target.storeBytes(
                of: UInt64(truncatingIfNeeded: payloadLength).bigEndian, toByteOffset: 2, as: UInt64.self)
            length = 10
        }
        if let mask {
            target.storeBytes(of: mask.littleEndian, toByteOffset: length, as: UInt32.self)
            length += 4
        }
        return length
    }

    /// Writes a whole frame and gives its length, or nil if `buffer` is too small for it.
    ///
    /// - Parameters as `writeHeader`'s; the payload is masked on its way if there is a mask.
    @discardableResult
    package static func encode(
        _ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, fin: Bool = true, rsv1: Bool = false,
        mask: UInt32? = nil, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let headerLength = headerLength(for: payload.count, masked: mask != nil)
        guard let target = buffer.baseAddress, buffer.count - headerLength >= payload.count else { return nil }
        writeHeader(opcode, payloadLength: payload.count, fin: fin, rsv1: rsv1, mask: mask, to: target)
        if let source = payload.baseAddress {
            if let mask {
                WebSocketMask.apply(mask, from: source, to: target + headerLength, count: payload.count)
            } else {
                (target + headerLength).copyMemory(from: source, byteCount: payload.count)
            }
        }
        return headerLength + payload.count
    }
}
