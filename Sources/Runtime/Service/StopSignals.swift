#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGTERM and SIGINT: the first asks the service to stop, the second ends it at once.
///
/// A thread of its own waits for them, so that a service whose tasks have taken every other thread can still be ended.
package struct StopSignals: Sendable {
    private let first: AsyncStream<CInt>

    /// From now on the signals don't end the process by themselves. Made once in a process.
    package init() {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else {
            // Without a pipe the signals keep their own meaning: they end the process.
            first = AsyncStream { _ in }
            return
        }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let (stream, continuation) = AsyncStream.makeStream(of: CInt.self)
        first = stream
        let watch = Watch(descriptor: ends[0], continuation: continuation)
        _ = SystemThread.start { watch.run() }
        signalPipe = ends[1]
        for number in [SIGTERM, SIGINT] {
            signal(number) { number in
                // All that a signal handler may safely do: hand the number on.
                var byte = UInt8(truncatingIfNeeded: number)
                let saved = errno
                _ = write(signalPipe, &byte, 1)
                errno = saved
            }
        }
    }

    /// Waits for the first signal and gives its name. The next one ends the process with 128 plus its number.
    package func wait() async -> String {
        var iterator = first.makeAsyncIterator()
        return await iterator.next() == SIGINT ? "SIGINT" : "SIGTERM"
    }

    private final class Watch: Sendable {
        private let descriptor: CInt
        private let continuation: AsyncStream<CInt>.Continuation

        init(descriptor: CInt, continuation: AsyncStream<CInt>.Continuation) {
            self.descriptor = descriptor
            self.continuation = continuation
        }

        func run() {
            var count = 0
            while true {
                var byte: UInt8 = 0
                let result = read(descriptor, &byte, 1)
                if result < 0, errno == EINTR { continue }
                guard result == 1 else { return }
                count += 1
                guard count == 1 else { _exit(128 + CInt(byte)) }
                continuation.yield(CInt(byte))
                continuation.finish()
            }
        }
    }
}

/// Where the signal handler writes to: set once before the handler is installed, and a handler can reach nothing else.
private nonisolated(unsafe) var signalPipe: CInt = -1
