import Foundation
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#endif

/// A service whose config changes while it runs, as a process.
@Suite("A program that reads its config again", .timeLimit(.minutes(10)))
struct ReloadProgramTests {
    private static let start = "admin: { port: 0 }\nlimits: { body: 1KiB }\n"

    private static func connect(_ port: Int) async throws -> RawClient {
        try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: port))
    }

    private static func ask(_ client: RawClient, _ line: String, _ more: String = "") async throws -> RawResponse {
        try await client.send("\(line) HTTP/1.1\r\nHost: localhost\r\n\(more)\r\n")
        return try #require(try await client.response())
    }

    /// The value of a metric.
    private static func metric(_ name: String, _ admin: RawClient) async throws -> Double? {
        let text = try await ask(admin, "GET /metrics").text
        return text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }.flatMap {
            Double($0.dropFirst(name.count + 1))
        }
    }

    @Test("SIGHUP and POST /reload take what changed, with WebSockets open, and tell what needs a restart")
    func takes() async throws {
        let probe = try Probe(["--port", "0"], config: Self.start)
        let client = try await Self.connect(try await probe.port())
        let admin = try await Self.connect(try await probe.port(after: "admin listening on"))
        var sockets: [RawClient] = []
        for _ in 0..<20 {
            let socket = try await Self.connect(try await probe.port())
            try await socket.send(UpgradeTests.handshake())
            #expect(try await socket.response()?.status == 101)
            sockets.append(socket)
        }
        let same = try await Self.ask(admin, "POST /reload")
        #expect(same.text == "{\"result\":\"unchanged\",\"changed\":[],\"needsRestart\":[]}")
        try probe.rewrite(
            "admin: { port: 0 }\nport: 1\nlimits: { body: 2KiB }\nlog: { level: debug }\n"
                + "hubs: { chat: { message: 1KiB } }\napp: { x: 1 }\n")
        let applied = try await Self.ask(admin, "POST /reload")
        #expect(applied.status == 200)
        // The port comes from a flag, which stands as long as the process does.
        #expect(
            applied.text
                == "{\"result\":\"applied\",\"changed\":[\"log.level\",\"limits.body\",\"hubs.chat.message\"],\"needsRestart\":[\"app\"]}"
        )
        #expect(try await Self.ask(admin, "GET /config").text.contains("\n  body: 2KiB  # "))
        #expect(try await Self.ask(admin, "GET /log-level").text.contains("\"debug\""))
        try probe.rewrite(Self.start + "http2: { streams: 7 }\n")
        kill(probe.identifier, SIGHUP)
        try await probe.waitFor(
            "SIGHUP: the config was read again changed=http2.streams,log.level,limits.body,hubs.chat.message")
        #expect(try await Self.metric("config_reloads_total{result=\"applied\"}", admin) == 2)
        #expect(try await Self.metric("config_reloads_total{result=\"unchanged\"}", admin) == 1)
        #expect(try await Self.metric("config_last_reload_success", admin) == 1)
        #expect(try await Self.metric("websocket_connections{hub=\"chat\"}", admin) == 20)
        for code in ["1000", "1001", "1006", "1012"] {
            #expect(try await Self.metric("websocket_closed_total{hub=\"chat\",code=\"\(code)\"}", admin) ?? 0 == 0)
        }
        #expect(try await Self.ask(client, "GET /hello").text == "Hello")
        for socket in sockets { await socket.close() }
        kill(probe.identifier, SIGTERM)
        let end = await probe.end()
        #expect(end.status == 0, "\(end.error)")
    }

    @Test("a bad config is refused whole with every finding, and what held before holds on")
    func refuses() async throws {
        let probe = try Probe(["--port", "0"], config: Self.start)
        let admin = try await Self.connect(try await probe.port(after: "admin listening on"))
        try probe.rewrite(
            "admin: { port: 0 }\nlimits: { body: 3KiB, hedder: 1KiB }\nhubs: { chta: {}, chat: { queue: none } }\n")
        let refused = try await Self.ask(admin, "POST /reload")
        #expect(refused.status == 422)
        #expect(refused["content-type"] == "application/problem+json")
        for part in [
            ":2:23: error: there is no key 'hedder'", "did you mean 'header'?", ":3:9: error: there is no hub 'chta'",
            "'none'",
        ] {
            #expect(refused.text.contains(part), "\(refused.text)")
        }
        #expect(try await Self.ask(admin, "GET /config").text.contains("\n  body: 1KiB  # "))
        #expect(try await Self.metric("config_reloads_total{result=\"refused\"}", admin) == 1)
        #expect(try await Self.metric("config_last_reload_success", admin) == 0)
        kill(probe.identifier, SIGHUP)
        try await probe.waitFor("SIGHUP: the config is not taken, what held before holds on findings=3")
        let page = try await Self.ask(admin, "POST /reload", "Origin: https://evil.example\r\n")
        #expect(page.status == 403)
        #expect(try await Self.ask(admin, "GET /reload").status == 405)
        kill(probe.identifier, SIGTERM)
        let result = await probe.end()
        #expect(result.status == 0)
        #expect(result.error.contains("error there is") || result.error.contains("error: there is no key 'hedder'"))
    }
}
