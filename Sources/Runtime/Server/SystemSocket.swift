import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What SwiftNIO has no call for.
enum SystemSocket {
    /// Several sockets listen on one port, and the kernel spreads connections over them.
    static let reusePort = NIOBSDSocket.Option(rawValue: SO_REUSEPORT)

    /// Binds an address and lets it go again, so that one that is in use is noticed.
    ///
    /// A listener with SO_REUSEPORT would join one of the same user's other process without a word.
    ///
    /// - Returns: 0, or the error's number.
    static func probe(_ address: SocketAddress) -> CInt {
        #if canImport(Glibc)
            let stream = CInt(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(CInt(address.protocol.rawValue), stream, 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var one: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<CInt>.size))
        let result = address.withSockAddr { bind(descriptor, $0, socklen_t($1)) }
        return result == 0 ? 0 : errno
    }

    /// What a failed `bind` means.
    static func error(_ number: CInt, _ address: String) -> ServerError {
        switch number {
        case EADDRINUSE:
            ServerError(
                code: .addressTaken,
                message: "\(address) is taken by another process. Stop it, or choose another port with --port.")
        case EADDRNOTAVAIL:
            ServerError(
                code: .addressUnavailable,
                message: "\(address) is no address of this machine. Choose another with --host (0.0.0.0 for all).")
        case EACCES, EPERM:
            ServerError(
                code: .portNotPermitted,
                message:
                    "\(address) needs more rights. Choose a port from 1024 on with --port, or grant CAP_NET_BIND_SERVICE."
            )
        default:
            ServerError(
                code: .systemFailure, message: "\(address) can't be listened on: \(String(cString: strerror(number))).")
        }
    }
}
