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

    /// What became of bytes that were to be sent.
    enum Sending { case all, some, failed }

    /// The socket of a channel that has one, if nothing but the connection's own handler changes what is sent.
    static func descriptor(of context: ChannelHandlerContext) -> CInt? {
        #if os(Linux)
            let found = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: CInt.self) { $0 }
            return found ?? nil
        #else
            return nil
        #endif
    }

    /// Sends as much as the kernel takes at once; what is left stays in the buffer.
    static func send(_ buffer: inout ByteBuffer, to socket: CInt) -> Sending {
        while true {
            let count = buffer.withUnsafeReadableBytes { bytes in
                systemSend(socket, bytes.baseAddress, bytes.count)
            }
            if count == buffer.readableBytes { return .all }
            if count >= 0 {
                buffer.moveReaderIndex(forwardBy: count)
                return .some
            }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .some
            default: return .failed
            }
        }
    }

    /// Has `close` throw away what was not sent, with a reset: a client that takes nothing would keep the kernel's memory.
    static func resetOnClose(_ socket: CInt) {
        var none = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
    }

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

private func systemSend(_ socket: CInt, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    #if os(Linux)
        send(socket, start, count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
    #else
        send(socket, start, count, 0)
    #endif
}
