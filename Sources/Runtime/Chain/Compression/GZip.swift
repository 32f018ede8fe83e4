import CDeflate

/// Compression of whole bodies (RFC 1952).
enum GZip {
    /// The bytes compressed; nil if they do not become fewer, or there is no memory.
    static func compress(_ bytes: [UInt8], level: CInt = 5) -> [UInt8]? {
        guard bytes.count > 20, bytes.count <= Int(UInt32.max) else { return nil }
        var stream = z_stream()
        // 31 window bits mean a gzip header and trailer round the deflated bytes.
        guard cdeflate_deflate_init(&stream, level, -31, 8) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let result = [UInt8](unsafeUninitializedCapacity: bytes.count) { room, count in
            bytes.withUnsafeBytes { source in
                // zlib does not write to its input, but declares it mutable.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
                stream.avail_in = UInt32(source.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? room.count - Int(stream.avail_out) : 0
            }
        }
        return result.isEmpty ? nil : result
    }
}
