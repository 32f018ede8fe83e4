import Foundation
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#endif

@Suite("A service as a program", .timeLimit(.minutes(10)))
struct ServiceProgramTests {
    @Test("--help, --version, --print-routes and --print-config show and stop")
    func shows() async throws {
        let help = try await Probe.run(["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("Usage: probe [flags]"))
        for flag in CommandLineFlags.all { #expect(help.output.contains("\n  \(flag.name) ")) }
        #expect(try await Probe.run(["--version"]).output == "probe 1.2.3\n")
        let routes = try await Probe.run(["--print-routes"])
        #expect(
            routes.output
                == "GET  /hello       respond\nGET  /items/{id}  handler item\nGET  /slow        handler slow\nWS   /ws          hub chat\n"
        )
    }

    @Test("--print-config shows where values come from, and no secrets")
    func printsConfig() async throws {
        let config = """
            port: 1234
            app: { database: { password: swordfish, url: "postgres://me:swordfish@db/x" }, greeting: hi }
            hubs: { chat: { queue: 9 } }
            """
        let result = try await Probe.run(["--print-config"], config: config, environment: ["PROBE_LIMITS_BODY": "2MiB"])
        #expect(result.status == 0)
        #expect(!result.output.contains("swordfish"))
        #expect(result.output.contains("\nport: 1234  # "))
        #expect(result.output.contains("\n  body: 2MiB  # $PROBE_LIMITS_BODY\n"))
        #expect(result.output.contains("\n    queue: 9  # "))
        #expect(result.output.contains("\n    message: 4KiB\n"))
        #expect(result.output.contains("    password: \"***\"\n"))
        #expect(result.output.contains("    url: \"postgres://***@db/x\"\n"))
        #expect(result.output.contains("  greeting: hi\n"))
    }

    @Test(
        "what is wrong with the command line ends with 64",
        arguments: [
            (["--prot", "1"], "did you mean --port?"), (["--port"], "--port needs a value"),
            (["--port", "many"], "--port: 'many' is not a whole number"), (["serve"], "'serve' is not expected here"),
            (["--set", "limits.bdy=1"], "did you mean 'limits.body'?"), (["--version=1"], "takes no value"),
        ])
    func usage(_ arguments: [String], _ message: String) async throws {
        let result = try await Probe.run(arguments)
        #expect(result.status == 64)
        #expect(result.error.contains(message))
    }

    @Test(
        "what is wrong with the config, or with making the service, ends with 1",
        arguments: [
            ("prot: 1\nhubs: { chta: {} }", ["did you mean 'port'?", "did you mean 'chat'?"]),
            ("app: { broken: true }", ["the service could not be made: ProbeError()"]),
            ("app: { limit: many }", ["yaml:1:15: error: 'many' is not a whole number"]),
            ("host: 192.0.2.1", ["192.0.2.1:0 is no address of this machine"]),
        ])
    func badConfig(_ config: String, _ messages: [String]) async throws {
        let result = try await Probe.run(["--port", "0"], config: config)
        #expect(result.status == 1)
        for message in messages { #expect(result.error.contains(message)) }
    }

    @Test("a config file that was named must be there; the default one need not")
    func missingConfig() async throws {
        let result = try await Probe.run(["--config", "no/such.yaml"])
        #expect(result.status == 1)
        #expect(result.error.contains("no/such.yaml: error: the config file can't be read: No such file or directory"))
        #expect(try await Probe.run(["--print-routes"]).status == 0)
    }

    @Test("it says where it listens, answers, and stops cleanly on a signal", arguments: [SIGTERM, SIGINT])
    func serves(_ signal: Int32) async throws {
        for format in ["text", "json"] {
            let probe = try Probe(["--port", "0", "--log-format", format])
            let port = try await probe.port()
            let client = try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: port))
            try await client.send("GET /items/42 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.text == "{\"id\":42}")
            try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET")
            try await probe.waitFor("slow begins")
            kill(probe.identifier, signal)
            #expect(try await client.response()?.text == "slow")
            let result = await probe.end()
            #expect(result.status == 0)
            #expect(result.error.contains("stopped"))
            if format == "json" { #expect(result.error.contains("\"address\":\"http://127.0.0.1:\(port)\"")) }
        }
    }

    @Test("a signal closes WebSockets with 1001 and then ends with status 0")
    func closesWebSockets() async throws {
        let probe = try Probe(["--port", "0"])
        let port = try await probe.port()
        let client = try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: port))
        try await client.send(UpgradeTests.handshake())
        #expect(try await client.response()?.status == 101)
        kill(probe.identifier, SIGTERM)
        let frame = try await client.bytes(4)
        #expect(frame.first == 0x88)
        #expect(frame.dropFirst(2) == [0x03, 0xE9])
        await client.close()
        #expect(await probe.end().status == 0)
    }

    @Test("a port that is taken is one line and status 1")
    func takenPort() async throws {
        try await TestServer.run { server in
            let result = try await Probe.run(["--port", "\(server.address.port)"])
            #expect(result.status == 1)
            #expect(
                result.error
                    == "error: 127.0.0.1:\(server.address.port) is taken by another process. Stop it, or choose another port with --port.\n"
            )
        }
    }

    @Test("a second signal ends it at once")
    func secondSignal() async throws {
        let probe = try Probe(["--port", "0"], environment: ["PROBE_TIMEOUTS_DRAIN": "1h"])
        let port = try await probe.port()
        let client = try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: port))
        // A body that never comes keeps the server waiting.
        try await client.send("POST /items/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
        #expect(try await client.response()?.status == 405)
        kill(probe.identifier, SIGTERM)
        try await probe.waitFor("stopping")
        kill(probe.identifier, SIGTERM)
        #expect(await probe.end().status == 128 + SIGTERM)
    }
}

/// A run of the probe service.
final class Probe: Sendable {
    struct Result {
        let status: Int32
        let output: String
        let error: String
    }

    private let process = Process()
    /// The config file, if it was given a text.
    private let file: URL?
    private let output: Collector
    private let error: Collector

    var identifier: Int32 { process.processIdentifier }

    static func run(
        _ arguments: [String], config: String? = nil, environment: [String: String] = [:]
    ) async throws -> Result {
        try await Probe(arguments, config: config, environment: environment).end()
    }

    init(_ arguments: [String], config: String? = nil, environment: [String: String] = [:]) throws {
        var arguments = arguments
        file = config.map { _ in
            FileManager.default.temporaryDirectory.appending(path: "probe-\(UUID().uuidString).yaml")
        }
        if let file, let config {
            try config.write(to: file, atomically: true, encoding: .utf8)
            arguments += ["--config", file.path]
        }
        let tests = URL(filePath: CommandLine.arguments[0])
        process.executableURL = tests.deletingLastPathComponent().appending(path: "ServiceProbe")
        process.arguments = arguments
        var environment = environment
        // What the thread sanitizer is told of the tests holds for their processes too.
        environment["TSAN_OPTIONS"] = ProcessInfo.processInfo.environment["TSAN_OPTIONS"]
        process.environment = environment
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        output = Collector()
        error = Collector()
        process.standardOutput = output.pipe
        process.standardError = error.pipe
        try process.run()
        output.start()
        error.start()
    }

    /// Writes another config file in the place of the one it started with.
    func rewrite(_ config: String) throws {
        if let file { try config.write(to: file, atomically: true, encoding: .utf8) }
    }

    /// The port that the first log line names, or the first that stands behind a text.
    func port(after mark: String = "") async throws -> Int {
        let start = "\(mark.isEmpty ? "" : "\(mark) ")http://127.0.0.1:"
        @Sendable func rest(_ text: String) -> Substring? { text.range(of: start).map { text[$0.upperBound...] } }
        let text = try await error.text { rest($0)?.contains("\n") == true }
        return Int((rest(text) ?? "").prefix { $0.isNumber }) ?? 0
    }

    func waitFor(_ text: String) async throws {
        _ = try await error.text { $0.contains(text) }
    }

    func end() async -> Result {
        let out = (try? await output.text { _ in false }) ?? ""
        let err = (try? await error.text { _ in false }) ?? ""
        // Both pipes have ended, so it is about to; if the test's time is up instead, it is ended.
        if Task.isCancelled { process.terminate() }
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: out, error: err)
    }
}

/// Reads a pipe to its end on a thread of its own.
private final class Collector: Sendable {
    let pipe = Pipe()
    private let inbox = Inbox()

    func start() {
        Thread.detachNewThread { [inbox, pipe] in
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                inbox.change { $0.bytes += data }
            }
            inbox.change { $0.ended = true }
        }
    }

    /// The text so far, once it is as wanted or has ended.
    func text(_ isReady: @escaping @Sendable (String) -> Bool) async throws -> String {
        let ready: @Sendable (Inbox.State) -> Bool = { $0.ended || isReady(String(decoding: $0.bytes, as: UTF8.self)) }
        let state = await inbox.next(ready)
        guard ready(state) else { throw CancellationError() }
        return String(decoding: state.bytes, as: UTF8.self)
    }
}
