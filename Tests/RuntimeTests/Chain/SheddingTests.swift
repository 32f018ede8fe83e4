import Testing

@testable import GatewayRuntime

@Suite("Load shedding, without a clock of its own")
struct SheddingTests {
    /// A loop that answers a request each `every` milliseconds, `latency` after it came, for ten seconds.
    private static func steady(_ shedder: LoadShedder, latency: UInt64, every: UInt64) -> UInt64 {
        var open: [(due: UInt64, ticket: LoadShedder.Ticket)] = []
        for now in UInt64(0)..<10_000 {
            while let first = open.first, first.due <= now {
                first.ticket.finish(now: now)
                open.removeFirst()
            }
            if now % every == 0 { open.append((now + latency, shedder.begin(now: now))) }
        }
        // The last ones are let go of without an answer.
        return 10_000
    }

    @Test("an idle process sheds nothing, whatever is under way")
    func idle() {
        let shedder = LoadShedder()
        var tickets: [LoadShedder.Ticket] = []
        for _ in 0..<10_000 {
            #expect(!shedder.sheds(usage: 899, threshold: 900, floor: 0, now: 1000))
            tickets.append(shedder.begin(now: 1000))
        }
        #expect(shedder.inFlight == 10_000)
        tickets = []
        #expect(shedder.inFlight == 0)
    }

    @Test("a busy process sheds when more is under way than it got done of late, and not before")
    func busy() {
        let shedder = LoadShedder()
        // 100 a second, each 50 ms: five are under way at a time.
        var now = Self.steady(shedder, latency: 50, every: 10)
        #expect(!shedder.sheds(usage: 1000, threshold: 900, floor: 0, now: now))
        var tickets = (0..<100).map { _ in shedder.begin(now: now) }
        // The average follows as requests end.
        for _ in 0..<40 {
            now += 1
            tickets.removeLast().finish(now: now)
        }
        #expect(shedder.inFlight > 20)
        #expect(shedder.sheds(usage: 900, threshold: 900, floor: 0, now: now))
        #expect(!shedder.sheds(usage: 900, threshold: 950, floor: 0, now: now + 2000))
    }

    @Test("answers within the floor are no sign of overload")
    func floor() {
        let shedder = LoadShedder()
        var now = Self.steady(shedder, latency: 1, every: 1)
        var tickets = (0..<60).map { _ in shedder.begin(now: now) }
        for _ in 0..<30 {
            now += 1
            tickets.append(shedder.begin(now: now))
            tickets.removeFirst().finish(now: now)
        }
        #expect(shedder.sheds(usage: 1000, threshold: 900, floor: 0, now: now))
        // A thousand a second, of which each may take 100 ms: a hundred may be under way.
        #expect(!shedder.sheds(usage: 1000, threshold: 900, floor: 100, now: now + 2000))
    }

    @Test("who was overloaded stays careful for a second")
    func coolOff() {
        let shedder = LoadShedder()
        var now = Self.steady(shedder, latency: 50, every: 10)
        var tickets = (0..<200).map { _ in shedder.begin(now: now) }
        for _ in 0..<40 {
            now += 1
            tickets.removeLast().finish(now: now)
        }
        #expect(shedder.sheds(usage: 950, threshold: 900, floor: 0, now: now))
        #expect(shedder.sheds(usage: 100, threshold: 900, floor: 0, now: now + 900))
        #expect(!shedder.sheds(usage: 100, threshold: 900, floor: 0, now: now + 1001))
    }

    @Test("what matters least goes first, what matters most last")
    func priorities() {
        let thresholds = LoadShedder.Thresholds(percent: 90)
        #expect((thresholds[.low], thresholds[.normal], thresholds[.high]) == (850, 900, 950))
        #expect(LoadShedder.Thresholds(percent: 1)[.low] >= 1)
        #expect(LoadShedder.Thresholds(percent: 99)[.high] <= 1000)
    }

    @Test("a process that uses half of its CPUs shows half of them, after a while")
    func average() {
        var average = CPUAverage()
        for step in UInt64(0)...200 {
            average.add(CPUReading(used: step * 250_000_000, capacity: 2), now: step * 250_000_000)
        }
        #expect((495...500).contains(average.permille))
        // A second of silence is four steps.
        average.add(CPUReading(used: 200 * 250_000_000, capacity: 2), now: 204 * 250_000_000)
        #expect((395...415).contains(average.permille))
        // Readings that can't be change nothing: a clock or a counter that runs backwards.
        let before = average.permille
        average.add(CPUReading(used: 0, capacity: 2), now: 205 * 250_000_000)
        average.add(CPUReading(used: 10, capacity: 0), now: 206 * 250_000_000)
        #expect(average.permille == before)
    }

    @Test("a gauge reads once in a quarter of a second")
    func gauge() {
        let reads = Guarded(0)
        let gauge = CPUGauge {
            reads.withLock { $0 += 1 }
            return CPUReading(used: 0, capacity: 1)
        }
        for now in UInt64(1000)..<2000 { _ = gauge.usage(now: now) }
        #expect(reads.withLock { $0 } == 4)
    }

    #if os(Linux)
        @Test("the process' own gauge rises while it works")
        func real() throws {
            let gauge = try #require(CPUGauge.process())
            _ = gauge.usage(now: 0)
            var sum = 0.0
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .milliseconds(200) { sum += 1 }
            // A quarter of a second by the gauge's clock.
            #expect(gauge.usage(now: 250) > 0)
            #expect(sum > 0)
        }
    #endif
}

@Suite("Control groups")
struct ControlGroupTests {
    private static func find(_ groups: String, _ files: [String: String]) -> ControlGroup? {
        ControlGroup.find(groups: groups) { files[$0] }
    }

    @Test("version 2: the tightest limit on the way up")
    func version2() {
        let files = [
            "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n", "/sys/fs/cgroup/a/cpu.max": "50000 100000\n",
            "/sys/fs/cgroup/a/cpu.stat": "usage_usec 1234\nuser_usec 1000\n",
            "/sys/fs/cgroup/cpu.max": "400000 100000\n",
            "/sys/fs/cgroup/cpu.stat": "usage_usec 99999\n",
        ]
        let group = Self.find("0::/a/b\n", files)
        #expect(group == ControlGroup(capacity: 0.5, file: "/sys/fs/cgroup/a/cpu.stat", isVersion2: true))
        #expect(group?.used { files[$0] } == 1_234_000)
    }

    @Test("version 2 in a container that sees the host's path but its own files")
    func container() {
        let files = ["/sys/fs/cgroup/cpu.max": "150000 100000", "/sys/fs/cgroup/cpu.stat": "usage_usec 5\n"]
        #expect(Self.find("0::/docker/0123\n", files)?.capacity == 1.5)
    }

    @Test("version 1, with both controllers in one place or apart")
    func version1() {
        var files = [
            "/sys/fs/cgroup/cpu/d/cpu.cfs_quota_us": "200000\n", "/sys/fs/cgroup/cpu/d/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu/d/cpuacct.usage": "777\n",
        ]
        let groups = "12:pids:/d\n4:cpu,cpuacct:/d\n0::/\n"
        let group = Self.find(groups, files)
        #expect(group?.capacity == 2)
        #expect(group?.used { files[$0] } == 777)
        files["/sys/fs/cgroup/cpuacct/d/cpuacct.usage"] = files.removeValue(
            forKey: "/sys/fs/cgroup/cpu/d/cpuacct.usage")
        #expect(Self.find(groups, files)?.file == "/sys/fs/cgroup/cpuacct/d/cpuacct.usage")
        files["/sys/fs/cgroup/cpu/d/cpu.cfs_quota_us"] = "-1\n"
        #expect(Self.find(groups, files) == nil)
    }

    @Test(
        "no limit, or nothing that can be read, is none",
        arguments: ["", "0::/a", "garbage", "0::", "::", "1:cpu", "0::/../../etc\n4:cpu:/x"])
    func nothing(groups: String) {
        #expect(Self.find(groups, [:]) == nil)
        #expect(Self.find(groups, ["/sys/fs/cgroup/cpu.max": "max 100000", "/sys/fs/cgroup/a/cpu.max": "0 0"]) == nil)
        #expect(Self.find(groups, ["/sys/fs/cgroup/cpu.max": "1 1 1", "/sys/fs/cgroup/a/cpu.max": "x"]) == nil)
    }
}
