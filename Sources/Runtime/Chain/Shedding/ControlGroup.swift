/// A Linux control group that limits how much CPU its processes may use (cgroups v1 and v2).
struct ControlGroup: Hashable, Sendable {
    /// The CPUs that it may use; parts count.
    let capacity: Double
    /// The file that says what it has used.
    let file: String
    /// Whether the file is version 2's `cpu.stat`; else version 1's `cpuacct.usage`.
    let isVersion2: Bool

    /// The group nearest to the process that has a limit; nil without one.
    ///
    /// - Parameters:
    ///   - groups: the text of `/proc/self/cgroup`.
    ///   - read: the text of a file; nil if there is none.
    static func find(groups: String, read: (String) -> String?) -> ControlGroup? {
        var found: ControlGroup?
        for line in groups.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let controllers = parts[1].split(separator: ",")
            let candidate: ControlGroup? =
                if parts[0] == "0", controllers.isEmpty {
                    tightest(under: "/sys/fs/cgroup", String(parts[2])) { folder in
                        read("\(folder)/cpu.max").flatMap(quota(version2:)).map {
                            ControlGroup(capacity: $0, file: "\(folder)/cpu.stat", isVersion2: true)
                        }
                    }
                } else if controllers.contains("cpu") {
                    tightest(under: "/sys/fs/cgroup/cpu", String(parts[2])) { folder in
                        guard let quota = read("\(folder)/cpu.cfs_quota_us").flatMap(number), quota > 0,
                            let period = read("\(folder)/cpu.cfs_period_us").flatMap(number), period > 0
                        else { return nil }
                        // `cpuacct` is mounted together with `cpu` wherever systemd or Docker did it.
                        let usage = "\(folder)/cpuacct.usage"
                        let elsewhere = usage.replacing("/sys/fs/cgroup/cpu", with: "/sys/fs/cgroup/cpuacct")
                        return ControlGroup(
                            capacity: quota / period, file: read(usage) == nil ? elsewhere : usage, isVersion2: false)
                    }
                } else {
                    nil
                }
            if let candidate, candidate.capacity < found?.capacity ?? .infinity { found = candidate }
        }
        return found.flatMap { $0.used(read) == nil ? nil : $0 }
    }

    /// Looks at the group and at all that it lies in. In a container the path may be the host's, of which nothing is to be seen.
    private static func tightest(
        under root: String, _ path: String, _ look: (String) -> ControlGroup?
    ) -> ControlGroup? {
        var found: ControlGroup?
        var parts = path.split(separator: "/")
        while true {
            let folder = parts.isEmpty ? root : root + "/" + parts.joined(separator: "/")
            if let group = look(folder), group.capacity < found?.capacity ?? .infinity { found = group }
            guard !parts.isEmpty else { return found }
            parts.removeLast()
        }
    }

    /// `max 100000` or `50000 100000`: microseconds of CPU in a period.
    private static func quota(version2 text: String) -> Double? {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let quota = Double(parts[0]), quota > 0, let period = Double(parts[1]), period > 0
        else {
            return nil
        }
        return quota / period
    }

    private static func number(_ text: String) -> Double? {
        Double(StringRules.trimmed(text))
    }

    /// What the group has used, in nanoseconds.
    func used(_ read: (String) -> String?) -> UInt64? {
        guard let text = read(file) else { return nil }
        guard isVersion2 else { return UInt64(StringRules.trimmed(text)) }
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, parts[0] == "usage_usec" { return UInt64(parts[1]).map { $0 &* 1000 } }
        }
        return nil
    }
}
