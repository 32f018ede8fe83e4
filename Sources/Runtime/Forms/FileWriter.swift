#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is being written; nobody else may read it.
final class FileWriter {
    let path: String
    private var descriptor: CInt

    init(path: String, flags: CInt = O_CREAT | O_EXCL | O_NOFOLLOW) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw UploadError("create", path, errno) }
    }

    deinit { shut() }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = systemWrite(UnsafeRawBufferPointer(rebasing: rest))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw UploadError("write", path, errno) }
                rest = rest.dropFirst(count)
            }
        }
    }

    private func systemWrite(_ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// - Throws: what the disk has to say at the last moment.
    func close() throws {
        guard descriptor >= 0 else { return }
        guard shut() == 0 else { throw UploadError("write", path, errno) }
    }

    @discardableResult
    private func shut() -> CInt {
        guard descriptor >= 0 else { return 0 }
        defer { descriptor = -1 }
        #if canImport(Glibc)
            return Glibc.close(descriptor)
        #elseif canImport(Musl)
            return Musl.close(descriptor)
        #else
            return Darwin.close(descriptor)
        #endif
    }
}
