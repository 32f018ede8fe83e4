package import GatewayDiagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads and replaces whole files; what goes wrong is a finding.
package enum TextFile {
    /// More than the YAML reader takes, so that it and not we say that a file is too large.
    private static let limit = 16 << 20

    /// Why a file could not be read or written.
    package struct Failure: Error {
        /// The finding to show.
        package let diagnostic: Diagnostic
        /// The system's reason alone, such as `permission denied`.
        package let reason: String
    }

    /// The bytes of a file, up to 16 MiB.
    package static func read(_ path: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw failure("GEN0901", "read", path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let count = fread(&buffer, 1, buffer.count, file)
            bytes.append(contentsOf: buffer[..<count])
            if count < buffer.count { break }
        }
        guard ferror(file) == 0 else { throw failure("GEN0901", "read", path) }
        return bytes
    }

    /// Puts a text in a file's place, at once: it is written beside it first. A link's target is replaced, and keeps its rights.
    package static func write(_ text: String, to path: String) throws(Failure) {
        let target = resolved(path) ?? path
        let name = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
        let staged = "\(target[..<name]).\(target[name...]).gen-part"
        var info = stat()
        let mode = stat(target, &info) == 0 ? info.st_mode & 0o7777 : 0o666
        let descriptor = open(staged, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("GEN0902", "write", path) }
        guard writeAll(Array(text.utf8), to: descriptor), rename(staged, target) == 0 else {
            let failure = failure("GEN0902", "write", path)
            unlink(staged)
            throw failure
        }
    }

    /// The names in a folder, in no order; none if it can't be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        return names
    }

    /// The path without links; nil if there is no such file.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Writes all and closes.
    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        let isWritten = OutputStream(descriptor: descriptor).write(bytes)
        return close(descriptor) == 0 && isWritten
    }

    private static func failure(_ code: DiagnosticCode, _ action: String, _ path: String) -> Failure {
        let reason = String(cString: strerror(errno)).lowercased()
        return Failure(diagnostic: .error(code, "can't \(action) '\(path)': \(reason)", at: nil), reason: reason)
    }
}

/// A file descriptor to write to.
struct OutputStream {
    let descriptor: CInt

    /// Writes all of the bytes; false if that failed.
    func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = platformWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}

// `write` is also the name of the method above.
private func platformWrite(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
