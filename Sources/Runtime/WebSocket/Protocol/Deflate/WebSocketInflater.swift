import CDeflate

/// One zlib inflater for raw DEFLATE, made for messages whose last four bytes were cut (RFC 7692 §7.2.2).
final class WebSocketInflater {
    /// What one step came to.
    enum Step {
        /// So many bytes came out; `done` if the input is used up and nothing more is to come of it.
        case produced(Int, done: Bool)
        /// The data are no DEFLATE; so many bytes came out before that showed.
        case invalid(Int)
        /// zlib found no memory; so many bytes came out before.
        case outOfMemory(Int)
    }

    // zlib keeps a pointer to the stream in its own state, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    /// A block with BFINAL ended the DEFLATE stream, and nothing came after it yet (RFC 7692 §7.2.3.4).
    private var endedStream = false

    /// Makes an inflater for windows up to 2^`windowBits` bytes; nil if there is no memory.
    init?(windowBits: UInt8) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard cdeflate_inflate_init(stream, CInt(windowBits)) == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Forgets the window, so that the next message starts afresh.
    func reset() {
        inflateReset(stream)
        endedStream = false
    }

    /// Gives the next compressed bytes; they must stay valid until `step` has said `done`.
    func feed(_ bytes: UnsafeMutableRawBufferPointer) {
        stream.pointee.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(truncatingIfNeeded: bytes.count)
    }

    /// Inflates as much as `room` holds.
    func step(into room: UnsafeMutableRawBufferPointer) -> Step {
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(truncatingIfNeeded: room.count)
        while true {
            if stream.pointee.avail_in > 0 { endedStream = false }
            let result = inflate(stream, Z_SYNC_FLUSH)
            let produced = room.count - Int(stream.pointee.avail_out)
            switch result {
            case Z_OK, Z_BUF_ERROR:
                return .produced(produced, done: stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0)
            case Z_STREAM_END:
                // The window stays: the next block may refer to what came before BFINAL.
                inflateResetKeep(stream)
                endedStream = true
                if stream.pointee.avail_in == 0 { return .produced(produced, done: true) }
                if stream.pointee.avail_out == 0 { return .produced(produced, done: false) }
            case Z_MEM_ERROR:
                return .outOfMemory(produced)
            default:
                return .invalid(produced)
            }
        }
    }

    /// Whether a message may end here: the last byte closed a block, after the tail was fed.
    var isAtBlockBoundary: Bool { endedStream || stream.pointee.data_type & 128 != 0 }

    /// Whether the tail must not be fed, because the sender ended the DEFLATE stream itself and added nothing.
    var needsNoTail: Bool { endedStream }
}
