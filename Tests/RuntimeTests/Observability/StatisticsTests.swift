import Foundation
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Statistics in the log", .timeLimit(.minutes(10)))
struct StatisticsTests {
    @Test("a line tells the difference of two readings")
    func line() throws {
        var old = StatisticsReading()
        old.time = 1_000_000_000
        old.classes = [0, 10, 0, 2, 1]
        old.durations[0] = 13
        old.cpuSeconds = 1
        var new = old
        new.time = 61_000_000_000
        new.classes = [0, 610, 0, 12, 1]
        // 600 within 100 µs, 10 in 250 to 500 ms.
        new.durations[0] += 600
        new.durations[11] += 10
        new.connections = 5
        new.webSockets = 7
        new.messagesIn = 30
        new.messagesOut = 300
        new.dropped = 4
        new.refused = 3
        new.cpuSeconds = 7
        new.residentBytes = 12 << 20
        new.openFiles = 20
        new.lag = 0.0015
        let line = try #require(StatisticsLine(from: old, to: new))
        let expected = [
            "seconds": "60.0", "requests": "610", "requestsPerSecond": "10.17", "2xx": "600", "4xx": "10",
            "connections": "5", "webSockets": "7", "messagesIn": "30", "messagesOut": "300", "dropped": "4",
            "refused": "3", "loopLagMs": "1.5", "cpuPercent": "10.0", "rssMiB": "12.0", "openFiles": "20",
            "p50Ms": "0.05", "p99Ms": "347.5",
        ]
        #expect(line.metadata.mapValues { "\($0)" } == expected)
    }

    @Test("a time in which nothing happened has no line; someone who came or went is something")
    func idle() {
        var old = StatisticsReading()
        old.classes = [0, 5, 0, 0, 0]
        old.connections = 3
        old.webSockets = 2
        var new = old
        new.time = 60_000_000_000
        new.cpuSeconds = 0.1
        new.openFiles = 9
        #expect(StatisticsLine(from: old, to: new) == nil)
        for path in [\StatisticsReading.accepted, \.opened, \.ended, \.messagesIn, \.refused, \.dropped] {
            var other = new
            other[keyPath: path] += 1
            #expect(StatisticsLine(from: old, to: other) != nil)
        }
    }

    @Test("a service says it as often as the config asks, and the config can ask otherwise while it runs")
    func live() async throws {
        let probe = try Probe(["--port", "0"], config: "log: { statistics: off }\n")
        let client = try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: try await probe.port()))
        func ask() async throws {
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.status == 200)
        }
        for _ in 0..<3 { try await ask() }
        try probe.rewrite("log: { statistics: 1s }\n")
        kill(probe.identifier, SIGHUP)
        try await probe.waitFor("changed=log.statistics")
        try await probe.waitFor("statistics 2xx=3 connections=1 cpuPercent=")
        kill(probe.identifier, SIGTERM)
        let result = await probe.end()
        #expect(result.status == 0)
        #expect(result.error.contains(" requests=3 "))
    }
}
