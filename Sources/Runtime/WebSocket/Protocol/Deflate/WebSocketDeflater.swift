import CDeflate

/// One zlib deflater for raw DEFLATE that cuts the last four bytes of each message (RFC 7692 §7.2.1).
final class WebSocketDeflater {
    // zlib keeps a pointer to the stream in its own state, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Makes a deflater; nil if there is no memory.
    init?(level: Int, windowBits: UInt8, memoryLevel: Int) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard cdeflate_deflate_init(stream, CInt(level), CInt(windowBits), CInt(memoryLevel)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Forgets the window, so that the next message refers to nothing before it.
    func reset() { deflateReset(stream) }

    /// Deflates one whole message and gives its length without the tail; nil if it is not below `room.count - 4`, and
    /// then the deflater must be reset before the next message.
    func deflateMessage(_ payload: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer) -> Int? {
        guard payload.count <= Int(UInt32.max), room.count <= Int(UInt32.max), room.count > 4 else { return nil }
        // zlib does not write to its input, but declares it mutable.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: payload.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(payload.count)
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room.count)
        // With room left after it, Z_SYNC_FLUSH is complete and ends with 00 00 FF FF.
        guard CDeflate.deflate(stream, Z_SYNC_FLUSH) == Z_OK, stream.pointee.avail_out > 0 else { return nil }
        let written = room.count - Int(stream.pointee.avail_out)
        return written >= 4 ? written - 4 : nil
    }
}
