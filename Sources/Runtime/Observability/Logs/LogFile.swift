#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A log file that is renamed when it has grown, and opened anew when somebody else has renamed it.
///
/// `chat.log` becomes `chat.log.1`, that `chat.log.2` and so on; the oldest beyond `keep` is deleted. Only one process may write to a path.
package final class LogFile: Sendable {
    private struct State {
        var descriptor: CInt
        var size = 0
        /// A device or a pipe cannot be renamed: it grows as it likes.
        var isRegular = false

        init(_ descriptor: CInt) {
            self.descriptor = descriptor
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return }
            isRegular = status.st_mode & S_IFMT == S_IFREG
            size = Int(status.st_size)
        }

        /// The last write ended within a line: the disk was full.
        var isMidLine = false
        /// What the process's standard error was last told.
        var complaint: CInt = 0
    }

    private let path: String
    private let maxSize: Int?
    private let keep: Int
    private let state: Guarded<State>

    /// Opens the file, or makes it, with read and write for the owner and read for the group.
    ///
    /// - Parameters:
    ///   - maxSize: the size in bytes at which it is renamed; nil: never.
    ///   - keep: how many renamed files stay.
    /// - Throws: `ServerError` if it can't be opened for writing.
    package init(path: String, maxSize: Int?, keep: Int) throws(ServerError) {
        self.path = path
        self.maxSize = maxSize
        self.keep = keep
        let (descriptor, error) = Self.open(path)
        guard descriptor >= 0 else {
            throw ServerError(
                code: .log,
                message: "The log file '\(path)' can't be opened: \(String(cString: strerror(error))). "
                    + "Make its folder, or let log.file name another place.")
        }
        state = Guarded(State(descriptor))
    }

    deinit { state.withLock { _ = close($0.descriptor) } }

    /// Writes whole lines.
    func write(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            if let maxSize, state.isRegular, state.size > 0, state.size + bytes.count > maxSize { rotate(&state) }
            if state.isMidLine { put("\n", &state) }
            put(bytes, &state)
        }
    }

    /// Opens the path again: whoever rotates logs has renamed the file. If that fails, the old one stays in use.
    ///
    /// - Returns: the error number; 0 if all went well.
    @discardableResult
    package func reopen() -> CInt { state.withLock { reopen(&$0) } }

    private func rotate(_ state: inout State) {
        if keep > 0 {
            for number in stride(from: keep - 1, through: 1, by: -1) {
                _ = rename("\(path).\(number)", "\(path).\(number + 1)")
            }
            guard rename(path, "\(path).1") == 0 else { return complain(errno, "can't be renamed", &state) }
        } else if unlink(path) != 0 {
            return complain(errno, "can't be deleted", &state)
        }
        reopen(&state)
    }

    @discardableResult
    private func reopen(_ state: inout State) -> CInt {
        let (descriptor, error) = Self.open(path)
        guard descriptor >= 0 else {
            complain(error, "can't be opened again", &state)
            return error
        }
        _ = close(state.descriptor)
        state = State(descriptor)
        return 0
    }

    private func put(_ text: StaticString, _ state: inout State) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), &state)
    }

    private func put(_ bytes: UnsafeRawBufferPointer, _ state: inout State) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = systemWrite(state.descriptor, start, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                complain(errno, "can't be written", &state)
                return
            }
            state.size += count
            state.isMidLine = rest[count - 1] != UInt8(ascii: "\n")
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        state.complaint = 0
    }

    /// Says once on standard error what is wrong with the file.
    private func complain(_ error: CInt, _ what: String, _ state: inout State) {
        guard state.complaint != error else { return }
        state.complaint = error
        Console.error("warning: the log file '\(path)' \(what): \(String(cString: strerror(error)))")
    }

    private static func open(_ path: String) -> (CInt, CInt) {
        while true {
            // A pipe that nobody reads is an error, and nothing to wait for; what is written later may wait.
            let descriptor = openFile(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o640)
            if descriptor < 0, errno == EINTR { continue }
            guard descriptor >= 0 else { return (descriptor, errno) }
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
            return (descriptor, 0)
        }
    }
}

private func systemWrite(_ descriptor: CInt, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, start, count)
}

private func openFile(_ path: String, _ flags: CInt, _ mode: mode_t) -> CInt { open(path, flags, mode) }
