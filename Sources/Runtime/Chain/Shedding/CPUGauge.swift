import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How busy the CPUs are that the process may use. Whoever asks first after a quarter of a second takes a reading.
final class CPUGauge: Sendable {
    private let average = Guarded(CPUAverage())
    private let latest = Atomic(0)
    /// When the next reading is due, in milliseconds.
    private let due = Atomic<UInt64>(0)
    private let read: @Sendable () -> CPUReading?
    private static let interval: UInt64 = 250

    init(_ read: @escaping @Sendable () -> CPUReading?) {
        self.read = read
    }

    /// The use in tenths of a percent.
    ///
    /// - Parameter now: in milliseconds.
    func usage(now: UInt64) -> Int {
        let due = due.load(ordering: .relaxed)
        guard now >= due else { return latest.load(ordering: .relaxed) }
        let isMine = self.due.compareExchange(
            expected: due, desired: now + Self.interval, ordering: .relaxed
        ).exchanged
        guard isMine, let reading = read() else { return latest.load(ordering: .relaxed) }
        let permille = average.withLock { average in
            average.add(reading, now: now &* 1_000_000)
            return average.permille
        }
        latest.store(Int(permille), ordering: .relaxed)
        return Int(permille)
    }

    /// The process' own gauge: against the CPUs it may run on, or those of its control group if that has a limit. Nil where
    /// nobody knows (other systems than Linux).
    static func process() -> CPUGauge? {
        #if os(Linux)
            let cores = Double(ServiceSettings.usableCores)
            let group = ProcessFile.read("/proc/self/cgroup").flatMap {
                ControlGroup.find(groups: $0, read: ProcessFile.read)
            }
            if let group, group.capacity < cores {
                return CPUGauge { group.used(ProcessFile.read).map { CPUReading(used: $0, capacity: group.capacity) } }
            }
            return CPUGauge {
                var time = timespec()
                guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
                return CPUReading(
                    used: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec), capacity: cores)
            }
        #else
            return nil
        #endif
    }
}

/// The kernel's small text files.
enum ProcessFile {
    /// The text; nil if there is none.
    static func read(_ path: String) -> String? {
        guard let file = try? OpenFile(path: path) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = buffer.withUnsafeMutableBytes { pread(file.descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { return nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
