#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the file system says of a file; as long as nothing in it changes, the file is the same.
package struct FileStatus: Hashable, Sendable {
    /// The kinds that matter here.
    enum Kind: Sendable { case regular, directory, other }

    let kind: Kind
    let size: Int
    /// When the content changed last.
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int
    private let device: UInt64
    private let inode: UInt64
    private let changedSeconds: Int
    private let changedNanoseconds: Int

    private init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        default: kind = .other
        }
        size = Int(status.st_size)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
        #if canImport(Darwin)
            (modifiedSeconds, modifiedNanoseconds) = Self.parts(of: status.st_mtimespec)
            (changedSeconds, changedNanoseconds) = Self.parts(of: status.st_ctimespec)
        #else
            (modifiedSeconds, modifiedNanoseconds) = Self.parts(of: status.st_mtim)
            (changedSeconds, changedNanoseconds) = Self.parts(of: status.st_ctim)
        #endif
    }

    /// Seconds and nanoseconds of a `timespec`, which is two words. Its members have no names in an optimized build: there
    /// the compiler looks for them in a module that nobody can import.
    private static func parts<Time>(of time: Time) -> (Int, Int) {
        withUnsafeBytes(of: time) { bytes in
            guard bytes.count == 2 * MemoryLayout<Int>.size else { return (0, 0) }
            return (bytes.load(as: Int.self), bytes.load(fromByteOffset: MemoryLayout<Int>.size, as: Int.self))
        }
    }

    /// The status of what the path leads to, links followed; nil if there is nothing.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Whether it is the same file, whatever became of it.
    func isSameFile(as other: FileStatus?) -> Bool { device == other?.device && inode == other?.inode }

    /// The status of an open file.
    init?(descriptor: CInt) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }
}
