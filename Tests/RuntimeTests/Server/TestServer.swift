import Logging
import NIOCore
import Synchronization

@testable import GatewayRuntime

/// A clock that a test turns by hand.
final class HandClock: Sendable {
    private let nanoseconds = Atomic<UInt64>(1_000_000_000_000)

    var clock: ServerClock { ServerClock { self.nanoseconds.load(ordering: .relaxed) } }

    func advance(_ duration: Duration) {
        nanoseconds.wrappingAdd(duration.milliseconds * 1_000_000, ordering: .relaxed)
    }
}

/// Log lines that a test can look through.
final class LogLines: Sendable {
    private let lines = Watched<[String]>([])

    var all: [String] { lines.value }

    /// The first line that has the words, once there is one.
    func line(with words: String) async -> String? {
        await lines.when { $0.contains { $0.contains(words) } }.first { $0.contains(words) }
    }

    var logger: Logger {
        let output = LogOutput { line in self.lines.change { $0.append(line) } }
        let level = LogLevel(.info)
        return Logger(label: "test") { label in
            ServiceLogHandler(label: label, level: level, format: .text, output: output)
        }
    }
}

/// A server on a port of its own, with a few routes to try things on.
struct TestServer {
    let server: HTTPServer
    let address: ServerAddress
    let clock: HandClock?
    let logs: LogLines

    /// Starts a server, hands it to the test, and stops it whatever the test does.
    static func run(
        clock: HandClock? = nil, gauge: CPUGauge? = nil,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        hubs: [any AnyHub] = [], transports: [ServiceTransport] = [],
        settings change: (inout ServiceSettings) -> Void = { _ in },
        routes declare: (inout Routes) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    ) async throws {
        var settings = ServiceSettings()
        settings.port = 0
        settings.threads = 2
        settings.timeouts.drain = .seconds(10)
        change(&settings)
        var routes = Routes()
        routes.chain = settings.chain
        routes.input = InputLimits(settings)
        routes.respond(.get, "/hello", .text("Hello"))
        declare(&routes)
        let logs = LogLines()
        let server = try HTTPServer(
            routes: routes, hubs: hubs, settings: settings, transports: transports, logger: logs.logger,
            clock: clock?.clock ?? .system, gauge: gauge, chance: chance)
        let address = try await server.start()
        do {
            try await body(TestServer(server: server, address: address, clock: clock, logs: logs))
        } catch {
            await server.shutdown()
            throw error
        }
        await server.shutdown()
    }

    func connect(receiveBuffer: Int? = nil) async throws -> RawClient {
        try await RawClient.connect(address, receiveBuffer: receiveBuffer)
    }

    /// Lets time pass, and lets every deadline be looked at.
    func pass(_ duration: Duration) async {
        clock?.advance(duration)
        await server.tick()
    }
}
