#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads whole files; the C library suffices for that.
enum DiskFile {
    /// More than the YAML reader takes, so that it and not we say that a file is too large.
    private static let limit = 16 << 20

    @Sendable
    static func read(_ path: String) -> Result<[UInt8], SpecLoader.FileProblem> {
        guard let file = fopen(path, "rb") else { return .failure(problem()) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = fread(&buffer, 1, buffer.count, file)
            bytes.append(contentsOf: buffer[..<count])
            if count < buffer.count { break }
        }
        return ferror(file) == 0 ? .success(bytes) : .failure(problem())
    }

    private static func problem() -> SpecLoader.FileProblem {
        SpecLoader.FileProblem(String(cString: strerror(errno)))
    }
}
