import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Wakes one thread that waits for work; ringing it while it is awake costs an atomic look.
final class WakePipe: Sendable {
    private let reading: CInt
    private let writing: CInt
    private let isAwake = Atomic(false)

    /// Nil if the process may open no more files.
    init?() {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Has `wait` return, if the thread is not awake already.
    func ring() {
        guard !isAwake.exchange(true, ordering: .acquiringAndReleasing) else { return }
        send(1)
    }

    /// Has `wait` return false.
    func end() { send(0) }

    /// From now on the next `ring` counts.
    func rest() { isAwake.store(false, ordering: .releasing) }

    /// Waits for `ring`; false after `end`.
    func wait() -> Bool {
        var byte: UInt8 = 0
        while true {
            let count = read(reading, &byte, 1)
            if count < 0, errno == EINTR { continue }
            return count == 1 && byte == 1
        }
    }

    private func send(_ byte: UInt8) {
        var byte = byte
        while write(writing, &byte, 1) < 0, errno == EINTR {}
    }
}
