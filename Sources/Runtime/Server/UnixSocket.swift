import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file of a Unix socket: put in its place when it has its permissions, and taken away at the end.
///
/// The socket is bound beside its place and renamed: whoever finds it there finds it with its permissions, and one that a
/// dead process left behind is replaced in one step.
struct UnixSocket: Sendable {
    let path: String
    let mode: Int

    /// Where the socket is bound first.
    var temporaryPath: String { "\(path).\(getpid())" }

    /// Makes sure that nobody listens there.
    ///
    /// - Throws: `ServerError` if someone does, or something else than a socket lies there.
    func prepare() throws(ServerError) {
        guard (try? SocketAddress(unixDomainSocketPath: temporaryPath)) != nil else {
            throw ServerError(
                code: .addressUnavailable,
                message: "unix:\(path) is too long for the path of a socket. Choose one of at most 90 bytes.")
        }
        unlink(temporaryPath)
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw ServerError(
                code: .addressTaken,
                message: "unix:\(path) can't be listened on: a file that is no socket lies there. "
                    + "Remove it, or choose another path.")
        }
        guard try isAlive() else { return }
        throw ServerError(
            code: .addressTaken,
            message: "unix:\(path) is taken by another process. Stop it, or choose another path.")
    }

    /// Whether somebody takes connections there.
    private func isAlive() throws(ServerError) -> Bool {
        guard let address = try? SocketAddress(unixDomainSocketPath: path) else { return false }
        #if canImport(Glibc)
            let stream = CInt(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_UNIX, stream, 0)
        guard descriptor >= 0 else { throw SystemSocket.error(errno, "unix:\(path)") }
        defer { close(descriptor) }
        // A listener whose queue is full must not hold us.
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let result = address.withSockAddr { connect(descriptor, $0, socklen_t($1)) }
        return result == 0 || errno == EAGAIN || errno == EINPROGRESS || errno == EACCES
    }

    /// Puts the bound socket in its place.
    func publish() throws(ServerError) {
        guard chmod(temporaryPath, mode_t(mode)) == 0, rename(temporaryPath, path) == 0 else {
            let number = errno
            unlink(temporaryPath)
            throw SystemSocket.error(number, "unix:\(path)")
        }
    }

    /// Which file lies there now.
    var identity: FileStatus? { FileStatus(path: path) }

    /// Takes the socket away, if it is still the one that was put there.
    func remove(_ identity: FileStatus?) {
        guard let identity, identity.isSameFile(as: self.identity) else { return }
        unlink(path)
    }
}
