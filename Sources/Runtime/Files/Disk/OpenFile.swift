#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A descriptor that closes itself.
package final class OpenFile: Sendable {
    package let descriptor: CInt

    package init(descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Why a file can't be had.
    enum Failure: Error, Hashable {
        /// There is none, or nobody may read it.
        case notFound
        /// The system has no more descriptors, or the disk fails.
        case system(CInt)
    }

    /// Opens a file for reading. A pipe or device is opened too, without waiting: look at its status before reading.
    convenience init(path: String) throws(Failure) {
        while true {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
            if descriptor >= 0 {
                self.init(descriptor: descriptor)
                return
            }
            switch errno {
            case EINTR: continue
            case ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, ENAMETOOLONG, ENXIO, ENODEV: throw .notFound
            default: throw .system(errno)
            }
        }
    }

    /// Reads bytes from a place; fewer only if the file ends before.
    func read(offset: Int, count: Int) throws(Failure) -> [UInt8] {
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                guard let start = buffer.baseAddress else { return }
                let got = pread(descriptor, start + initialized, count - initialized, off_t(offset + initialized))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                initialized += got
            }
        }
        guard failure == 0 else { throw .system(failure) }
        return bytes
    }

    /// The path of the file that is open, without links: what was really opened, whatever happens to the path meanwhile.
    var realPath: String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
        #if os(Linux)
            let count = buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { readlink("/proc/self/fd/\(descriptor)", $0, bytes.count) } ?? -1
            }
            guard count > 0, count < buffer.count else { return nil }
            return String(validating: buffer[..<count], as: UTF8.self)
        #else
            let result = buffer.withUnsafeMutableBytes { fcntl(descriptor, F_GETPATH, $0.baseAddress) }
            guard result >= 0, let end = buffer.firstIndex(of: 0) else { return nil }
            return String(validating: buffer[..<end], as: UTF8.self)
        #endif
    }

    /// A path without links; nil if it leads nowhere.
    static func realPath(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }
}
