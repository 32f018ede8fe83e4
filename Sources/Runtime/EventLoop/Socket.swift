#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The system calls on a connected socket, none of which wait or signal.
enum Socket {
    #if os(Linux)
        private static let flags = CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL)
    #else
        private static let flags = CInt(MSG_DONTWAIT)
    #endif

    /// Gives how many bytes were written, or -1.
    @inline(__always)
    static func send(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        systemSend(descriptor, bytes.baseAddress, bytes.count, flags)
    }

    /// Gives how many bytes were written of several pieces, or -1.
    static func send(_ descriptor: CInt, _ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Int {
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: pieces.count) { vectors in
            for (index, piece) in pieces.enumerated() {
                let base = UnsafeMutableRawPointer(mutating: piece.baseAddress)
                vectors.initializeElement(at: index, to: iovec(iov_base: base, iov_len: piece.count))
            }
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = .init(pieces.count)
            return sendmsg(descriptor, &message, flags)
        }
    }

    /// Gives how many bytes were read, 0 at the end, or -1.
    @inline(__always)
    static func receive(_ descriptor: CInt, _ room: UnsafeMutableRawBufferPointer) -> Int {
        recv(descriptor, room.baseAddress, room.count, CInt(MSG_DONTWAIT))
    }

    /// Whether the last call failed only for now.
    static var failedForNow: Bool {
        errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR || errno == ENOBUFS
    }

    /// Ends the sending direction.
    static func endOutput(_ descriptor: CInt) { _ = shutdown(descriptor, CInt(SHUT_WR)) }

    /// Closes the descriptor.
    static func close(_ descriptor: CInt) { _ = systemClose(descriptor) }
}

@inline(__always)
private func systemSend(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: CInt) -> Int {
    send(descriptor, bytes, count, flags)
}

private func systemClose(_ descriptor: CInt) -> CInt { close(descriptor) }
