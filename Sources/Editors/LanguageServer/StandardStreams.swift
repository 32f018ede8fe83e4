#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Carries a language server over standard input and output.
package struct StandardStreams {
    private var server = LanguageServer()
    private var framer = MessageFramer()
    private let output = OutputStream(descriptor: STDOUT_FILENO)

    /// Findings wait until the typing pauses for this long, in milliseconds.
    private static let pause: CInt = 60

    /// Makes a server that has yet to run.
    package init() {}

    /// Serves until the client says `exit` or goes away; returns the exit status.
    package mutating func run() -> CInt {
        signal(SIGPIPE, SIG_IGN)
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if server.hasWork, !isReadable(within: Self.pause) {
                guard send(server.work()) else { return 1 }
                continue
            }
            let count = buffer.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return server.exitStatus ?? 1 }
            framer.append(buffer[..<count])
            if let status = handleMessages() { return status }
        }
    }

    /// Handles what has come; returns the exit status if that was the end.
    private mutating func handleMessages() -> CInt? {
        do throws(MessageFramer.BadHeader) {
            while let frame = try framer.next() {
                guard send(server.handle(frame)) else { return 1 }
                if let status = server.exitStatus { return status }
            }
            return nil
        } catch {
            let complaint = "gen lsp: the input is no Language Server Protocol: a header without Content-Length\n"
            _ = OutputStream(descriptor: STDERR_FILENO).write(Array(complaint.utf8))
            return 1
        }
    }

    private func send(_ messages: [String]) -> Bool {
        messages.allSatisfy { output.write(MessageFramer.frame($0)) }
    }

    private func isReadable(within milliseconds: CInt) -> Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: CShort(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) != 0
    }
}
