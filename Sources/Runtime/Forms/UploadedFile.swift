#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that came with a form. It lies on the disk until the handler has returned; `move(to:)` keeps it.
public struct UploadedFile: Hashable, Sendable {
    /// What the client calls it, without folders and control characters. It is text to show, never a path to write to.
    public let name: String
    /// What the client says that it is (default `application/octet-stream`); nobody has looked.
    public let contentType: String
    /// How many bytes it has.
    public let size: Int
    /// Where it lies.
    public let path: String

    /// Names a file that lies somewhere: for tests.
    public init(name: String, contentType: String = "application/octet-stream", size: Int, path: String) {
        self.name = name
        self.contentType = contentType
        self.size = size
        self.path = path
    }

    /// Moves the file to a place where it stays; what is there is replaced. It may block for as long as the disk takes.
    ///
    /// - Throws: `UploadError` if the place can't be written to.
    public func move(to destination: String) throws {
        if rename(path, destination) == 0 { return }
        guard errno == EXDEV else { throw UploadError("move", destination, errno) }
        // Another file system: it is copied beside its place, and renamed when it is whole.
        let partial = destination + ".part"
        do {
            let target = try FileWriter(path: partial, flags: O_CREAT | O_TRUNC | O_NOFOLLOW)
            try read { try target.write($0) }
            try target.close()
        } catch {
            unlink(partial)
            throw error
        }
        guard rename(partial, destination) == 0 else {
            let code = errno
            unlink(partial)
            throw UploadError("move", destination, code)
        }
        unlink(path)
    }

    /// The content, piece by piece. It may block for as long as the disk takes.
    ///
    /// - Throws: `UploadError` if it can't be read, and what the closure throws.
    public func read(_ body: ([UInt8]) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UploadError("read", path, errno) }
        defer { close(descriptor) }
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { memory, filled in
                repeat {
                    #if canImport(Glibc)
                        count = Glibc.read(descriptor, memory.baseAddress, memory.count)
                    #elseif canImport(Musl)
                        count = Musl.read(descriptor, memory.baseAddress, memory.count)
                    #else
                        count = Darwin.read(descriptor, memory.baseAddress, memory.count)
                    #endif
                } while count < 0 && errno == EINTR
                filled = max(0, count)
            }
            guard count >= 0 else { throw UploadError("read", path, errno) }
            if count == 0 { return }
            try body(piece)
        }
    }

    /// The whole content, which is as long as the route's `maxBody` lets it be.
    public func bytes() throws -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(size)
        try read { result += $0 }
        return result
    }

    /// A client's name for a file, made harmless.
    static func harmless(_ name: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            // What stands before a slash of either kind is a folder.
            if scalar == "/" || scalar == "\\" {
                result = String.UnicodeScalarView()
            } else if scalar.value >= 0x20, scalar.value != 0x7F, result.count < 255 {
                result.append(scalar)
            }
        }
        let text = String(result)
        return text == "." || text == ".." ? "" : text
    }
}

/// A form's file could not be written, read or moved.
public struct UploadError: Error, CustomStringConvertible {
    /// What failed, where and why.
    public let description: String

    init(_ what: String, _ path: String, _ code: CInt) {
        description = "can't \(what) '\(path)': \(String(cString: strerror(code)))"
    }
}
