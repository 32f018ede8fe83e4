import CEpoll
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGTERM and SIGINT: the first asks the service to stop, the second ends it at once. SIGHUP asks it to read its config again.
///
/// A thread of its own waits for them, so that a service whose tasks have taken every other thread can still be ended.
package struct StopSignals: Sendable {
    private let first: AsyncStream<CInt>
    /// An element for each SIGHUP; several that nobody has taken count as one.
    let hangups: AsyncStream<Void>

    /// From now on the signals don't end the process by themselves. Made once in a process.
    package init() {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else {
            // Without a pipe the signals keep their own meaning: they end the process.
            first = AsyncStream { _ in }
            hangups = AsyncStream { $0.finish() }
            return
        }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        let (stream, continuation) = AsyncStream.makeStream(of: CInt.self)
        first = stream
        let (hangups, more) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.hangups = hangups
        let watch = Watch(descriptor: ends[0], first: continuation, hangups: more)
        _ = SystemThread.start { watch.run() }
        signalPipe = ends[1]
        for number in [SIGTERM, SIGINT, SIGHUP] {
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

    /// Ends the process with 1 if it still lives then.
    func endProcess(after patience: Duration) {
        stopDeadline.store(cepoll_monotonic() / 1_000_000 &+ patience.milliseconds, ordering: .releasing)
        // The thread waits for a byte with no end; 0 is no signal's number.
        var byte: UInt8 = 0
        _ = write(signalPipe, &byte, 1)
    }

    private final class Watch: Sendable {
        private let descriptor: CInt
        private let first: AsyncStream<CInt>.Continuation
        private let hangups: AsyncStream<Void>.Continuation

        init(
            descriptor: CInt, first: AsyncStream<CInt>.Continuation, hangups: AsyncStream<Void>.Continuation
        ) {
            self.descriptor = descriptor
            self.first = first
            self.hangups = hangups
        }

        func run() {
            var count = 0
            while true {
                waitForByte()
                var byte: UInt8 = 0
                let result = read(descriptor, &byte, 1)
                if result < 0, errno == EINTR { continue }
                guard result == 1 else { return }
                guard byte != 0 else { continue }
                guard CInt(byte) != SIGHUP else {
                    hangups.yield()
                    continue
                }
                count += 1
                guard count == 1 else { _exit(128 + CInt(byte)) }
                first.yield(CInt(byte))
                first.finish()
            }
        }

        /// Returns when there is something to read; ends the process if it should have ended before.
        private func waitForByte() {
            while true {
                let deadline = stopDeadline.load(ordering: .acquiring)
                let now = cepoll_monotonic() / 1_000_000
                let patience = deadline == .max ? -1 : CInt(clamping: deadline > now ? deadline - now : 0)
                var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                let result = poll(&watched, 1, patience)
                if result > 0 { return }
                if result < 0, errno != EINTR { return }
                guard deadline != .max, cepoll_monotonic() / 1_000_000 >= deadline else { continue }
                // A reader that stands still must not keep the process alive.
                var standardError = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
                if poll(&standardError, 1, 0) > 0 {
                    Console.error(
                        "error: stopping takes longer than it may: the process ends now\n help: drain.total sets the time"
                    )
                }
                _exit(1)
            }
        }
    }
}

/// When a stopping process ends whatever is left, in milliseconds of the monotonic clock.
private let stopDeadline = Atomic<UInt64>(.max)

/// Where the signal handler writes to: set once before the handler is installed, and a handler can reach nothing else.
private nonisolated(unsafe) var signalPipe: CInt = -1
