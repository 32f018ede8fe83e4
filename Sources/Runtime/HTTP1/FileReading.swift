#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reading open files into memory.
enum FileReading {
    /// Reads a run of a file; fewer bytes than it has if the file became shorter or can't be read.
    static func read(_ body: FileBody, into memory: UnsafeMutableRawBufferPointer) -> Int {
        var count = 0
        while count < memory.count, let start = memory.baseAddress {
            let result = pread(body.file.descriptor, start + count, memory.count - count, off_t(body.offset + count))
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { break }
            count += result
        }
        return count
    }
}
