#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system says of this process; nil is what it doesn't say.
package struct ProcessReadings: Sendable {
    /// Seconds of all cores together, in the program and in the kernel.
    package var cpuSeconds = 0.0
    package var residentBytes: Int?
    package var virtualBytes: Int?
    package var openFiles: Int?
    package var maxFiles: Int?
    package var threads: Int?
    /// Seconds since 1970.
    package var startTime: Double?

    /// Reads everything now; the files that are open are counted one by one.
    package init() {
        var time = timespec()
        if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 { cpuSeconds = Self.seconds(time) }
        maxFiles = ProcessSetup.fileLimit
        #if os(Linux)
            readStatus()
            openFiles = Self.entries(of: "/proc/self/fd")
        #endif
    }

    private static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }

    #if os(Linux)
        /// `/proc/self/stat` (proc(5)): what stands behind the program's name, which may hold anything.
        private mutating func readStatus() {
            guard let text = Self.text(of: "/proc/self/stat"), let end = text.lastIndex(of: ")") else { return }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 21 else { return }
            threads = Int(fields[17])
            virtualBytes = Int(fields[20])
            residentBytes = Int(fields[21]).map { $0 * Int(sysconf(CInt(_SC_PAGESIZE))) }
            let ticks = Double(sysconf(CInt(_SC_CLK_TCK)))
            var now = timespec()
            var sinceBoot = timespec()
            guard let start = Double(fields[19]), ticks > 0, clock_gettime(CLOCK_REALTIME, &now) == 0,
                clock_gettime(CLOCK_BOOTTIME, &sinceBoot) == 0
            else { return }
            startTime = Self.seconds(now) - Self.seconds(sinceBoot) + start / ticks
        }

        private static func text(of path: String) -> String? {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &bytes, bytes.count)
            return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
        }

        private static func entries(of path: String) -> Int? {
            guard let folder = opendir(path) else { return nil }
            defer { closedir(folder) }
            var count = 0
            while readdir(folder) != nil { count += 1 }
            // Itself, its parent, and the descriptor that reads it.
            return max(0, count - 3)
        }
    #endif

    /// As metrics, by the names that Prometheus' own clients give them.
    package var families: [MetricFamily] {
        var cpu = MetricFamily("process_cpu_seconds", .counter, "CPU time of the process, in seconds.")
        cpu.add(cpuSeconds)
        var families = [cpu]
        func add(_ name: String, _ help: String, _ value: Int?) {
            if let value { families.append(MetricFamily(name, .gauge, help, value)) }
        }
        add("process_resident_memory_bytes", "Memory that the process holds, in bytes.", residentBytes)
        add("process_virtual_memory_bytes", "Addresses that the process has mapped, in bytes.", virtualBytes)
        add("process_open_fds", "Files and sockets that are open.", openFiles)
        add("process_max_fds", "Files and sockets that may be open.", maxFiles)
        add("process_threads", "Threads of the process.", threads)
        if let startTime {
            var start = MetricFamily(
                "process_start_time_seconds", .gauge, "When the process began, in seconds since 1970.")
            start.add(startTime)
            families.append(start)
        }
        return families
    }
}
