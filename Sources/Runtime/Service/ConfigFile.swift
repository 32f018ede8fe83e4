#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file that a service's settings come from.
struct ConfigFile: Sendable {
    /// The path as it was given.
    let path: String
    /// Whether the user named it: then it must be there.
    let isNamed: Bool

    /// What reading it gave.
    enum Content {
        case bytes([UInt8])
        /// There is none, and none was asked for.
        case absent
        /// What is wrong, ready to be shown.
        case finding(String)
    }

    /// The most bytes that are read; the parser refuses less.
    private static let limit = 2 * 1024 * 1024

    func read() -> Content {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT, !isNamed { return .absent }
            return .finding(finding(errno))
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= Self.limit {
            let count = systemRead(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .finding(finding(errno)) }
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        return .bytes(bytes)
    }

    private func finding(_ number: CInt) -> String {
        let help =
            number == ENOENT
            ? "write the file, or name another with --config" : "make it a file that this process may read"
        return "\(path): error: the config file can't be read: \(String(cString: strerror(number)))\n help: \(help)"
    }

    /// The folder that the service's relative paths start from: the one above `etc` if the file lies there, else the file's.
    var serviceRoot: String {
        let folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let folder = folders.last == "etc" ? folders.dropLast() : folders
        if folder.isEmpty { return path.hasPrefix("/") ? "/" : "." }
        let joined = folder.joined(separator: "/")
        return joined.isEmpty ? "/" : joined
    }
}

private func systemRead(_ descriptor: CInt, _ memory: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, memory, count)
}
