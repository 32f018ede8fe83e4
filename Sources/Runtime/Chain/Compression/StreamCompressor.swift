import CDeflate

/// Compresses the chunks of a stream as they come: what goes in comes out at once, so that nothing waits in the compressor.
final class StreamCompressor {
    // zlib keeps a pointer to the stream in its own state, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool

    /// zlib found no memory, or a chunk is longer than it can count.
    struct Failure: Error {}

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 31 window bits mean a gzip header and trailer round the deflated bytes.
        isReady = cdeflate_deflate_init(stream, 5, -31, 8) == Z_OK
    }

    deinit {
        if isReady { deflateEnd(stream) }
        stream.deallocate()
    }

    /// The bytes that stand for a chunk; the last one may be empty.
    func add(_ bytes: [UInt8], isLast: Bool) throws -> [UInt8] {
        guard isReady, bytes.count <= 1 << 30 else { throw Failure() }
        var output: [UInt8] = []
        bytes.withUnsafeBufferPointer { input in
            // zlib does not write to its input, but declares it mutable.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                output += [UInt8](unsafeUninitializedCapacity: max(1024, bytes.count / 2)) { room, count in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    _ = deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
                    count = room.count - Int(stream.pointee.avail_out)
                }
            } while stream.pointee.avail_out == 0
        }
        return output
    }
}
