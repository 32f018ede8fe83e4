import Testing

@testable import GatewayRuntime

@Suite("Metrics as text")
struct MetricsTextTests {
    private static var families: [MetricFamily] {
        var requests = MetricFamily("http_requests", .counter, "Requests.")
        requests.add(3, ["route": "/a\"b\\c\n", "status": "2xx"])
        var lag = MetricFamily("lag_seconds", .gauge, "How \"late\".")
        lag.add(0.25)
        var durations = MetricFamily("d_seconds", .histogram, "Durations.")
        var counts = [Int](repeating: 0, count: DurationBuckets.count)
        counts[0] = 2
        counts[16] = 1
        durations.add(durations: counts, sum: 12.5, ["route": "/"])
        return [requests, MetricFamily("empty", .gauge, "Not shown."), lag, durations]
    }

    @Test("Prometheus' format names counters with _total, and escapes labels")
    func prometheus() {
        let text = MetricsText.text(Self.families, as: .prometheus)
        #expect(
            text.hasPrefix(
                """
                # HELP http_requests_total Requests.
                # TYPE http_requests_total counter
                http_requests_total{route="/a\\"b\\\\c\\n",status="2xx"} 3
                # HELP lag_seconds How "late".
                # TYPE lag_seconds gauge
                lag_seconds 0.25
                # HELP d_seconds Durations.
                # TYPE d_seconds histogram
                d_seconds_bucket{route="/",le="0.0001"} 2

                """))
        #expect(text.contains("d_seconds_bucket{route=\"/\",le=\"+Inf\"} 3\n"))
        #expect(text.hasSuffix("d_seconds_sum{route=\"/\"} 12.5\nd_seconds_count{route=\"/\"} 3\n"))
        #expect(!text.contains("empty"))
    }

    @Test("OpenMetrics names families without _total, and ends with # EOF")
    func openMetrics() {
        let text = MetricsText.text(Self.families, as: .openMetrics)
        #expect(text.hasPrefix("# HELP http_requests Requests.\n# TYPE http_requests counter\nhttp_requests_total{"))
        #expect(text.contains("# HELP lag_seconds How \\\"late\\\".\n"))
        #expect(text.hasSuffix("# EOF\n"))
    }

    @Test(
        "Accept chooses the format",
        arguments: [
            (nil, false), ("*/*", false), ("text/plain", false), ("application/openmetrics-text", true),
            ("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1", true),
            ("application/openmetrics-text; version=1.0.0; q=0.2, text/plain; q=0.9", false),
            ("application/openmetrics-text; version=2.0.0", false), ("application/openmetrics-text;q=0", false),
            ("application/openmetrics-text;q=x", false),
        ])
    func negotiation(_ accept: String?, _ isOpen: Bool) {
        #expect((MetricsText.Format(accept: accept) == .openMetrics) == isOpen)
    }

    @Test("a duration falls into the first bucket whose bound it does not pass")
    func buckets() {
        #expect(DurationBuckets.count == DurationBuckets.bounds.count + 1)
        #expect(DurationBuckets.index(0) == 0)
        #expect(DurationBuckets.index(100_000) == 0)
        #expect(DurationBuckets.index(100_001) == 1)
        #expect(DurationBuckets.index(.max) == 16)
    }

    @Test("quantiles lie within their bucket")
    func quantiles() throws {
        var counts = [Int](repeating: 0, count: DurationBuckets.count)
        #expect(DurationBuckets.quantile(0.5, of: counts) == nil)
        counts[3] = 100
        let median = try #require(DurationBuckets.quantile(0.5, of: counts))
        #expect(abs(median - 0.00075) < 1e-9)
        counts[16] = 100
        #expect(DurationBuckets.quantile(0.99, of: counts) == 10)
    }

    @Test("a lag is what the last beat was late by, or more while the next is overdue")
    func lag() {
        let lag = LoopLag()
        #expect(lag.current(now: 5) == nil)
        lag.expect(at: 100)
        #expect(lag.current(now: 90) == 0)
        #expect(lag.current(now: 130) == 30)
        lag.beat(now: 150)
        lag.expect(at: 250)
        #expect(lag.current(now: 200) == 50)
        #expect(lag.takeWorst(now: 200) == 50)
        lag.beat(now: 250)
        lag.expect(at: 350)
        #expect(lag.takeWorst(now: 300) == 0)
    }

    @Test("close codes that clients choose are counted together")
    func closeCodes() {
        let counters = CloseCounters()
        for code in [1000, 1000, 1015, 2999, 3000, 3999, 4000, 65_535] {
            counters.count(WebSocketCloseCode(rawValue: UInt16(code)))
        }
        var sums = ["1000": 1]
        counters.add(to: &sums)
        #expect(sums == ["1000": 3, "1015": 1, "3xxx": 2, "4xxx": 1, "other": 2])
    }

    @Test("the process says what it uses")
    func process() {
        let readings = ProcessReadings()
        #expect(readings.cpuSeconds > 0)
        #if os(Linux)
            #expect(readings.residentBytes ?? 0 > 1 << 20)
            #expect(readings.openFiles ?? 0 >= 3)
            #expect(readings.maxFiles ?? 0 >= 3)
            #expect(readings.threads ?? 0 >= 1)
            #expect(readings.startTime ?? 0 > 1_600_000_000)
        #endif
    }
}
