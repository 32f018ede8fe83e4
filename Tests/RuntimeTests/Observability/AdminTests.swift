import Foundation
import Logging
import Testing

@testable import GatewayRuntime

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Admin listener", .timeLimit(.minutes(10)))
struct AdminTests {
    /// A server with an admin listener on a port of its own.
    private static func run(
        host: String = "127.0.0.1", _ body: (TestServer, RawClient, LogLevel) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            var settings = ServiceSettings()
            settings.admin.host = host
            settings.admin.port = 0
            let level = LogLevel(.info)
            let admin = try #require(
                try AdminListener(
                    settings, for: server.server, logger: LogLines().logger, level: level,
                    routes: { "GET  /hello  respond\n" }, config: { "port: 1\n" }))
            let client = try await RawClient.connect(try await admin.server.start())
            do {
                try await body(server, client, level)
            } catch {
                await admin.server.shutdown()
                throw error
            }
            await admin.server.shutdown()
        }
    }

    private static func ask(
        _ client: RawClient, _ line: String, _ headers: String = "Host: localhost\r\n", body: String = ""
    ) async throws -> RawResponse {
        let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
        try await client.send("\(line) HTTP/1.1\r\n\(headers)\(length)\r\n\(body)")
        return try #require(try await client.response())
    }

    @Test("it tells of health, routes, config and metrics")
    func shows() async throws {
        try await Self.run { server, client, _ in
            #expect(try await Self.ask(client, "GET /healthz").text == "ok\n")
            let ready = try await Self.ask(client, "GET /readyz")
            #expect(ready.status == 200)
            #expect(ready.text == "ready\n")
            #expect(try await Self.ask(client, "GET /routes").text == "GET  /hello  respond\n")
            #expect(try await Self.ask(client, "GET /config").text == "port: 1\n")
            #expect(try await Self.ask(client, "GET /").text.contains("/metrics"))
            let metrics = try await Self.ask(client, "GET /metrics")
            #expect(metrics["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(metrics.text.contains("\nprocess_open_fds "))
            let open = try await Self.ask(
                client, "GET /metrics", "Host: localhost\r\nAccept: application/openmetrics-text\r\n")
            #expect(open["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
            #expect(open.text.hasSuffix("# EOF\n"))
            await server.server.shutdown()
            let stopped = try await Self.ask(client, "GET /readyz")
            #expect(stopped.status == 503)
            #expect(stopped.text == "stopping\n")
            #expect(try await Self.ask(client, "GET /healthz").status == 200)
        }
    }

    @Test("the log level can be set while the service runs, for all or for one logger")
    func logLevel() async throws {
        try await Self.run { _, client, level in
            #expect(try await Self.ask(client, "GET /log-level").text == "{\"level\":\"info\",\"loggers\":{}}")
            #expect(try await Self.ask(client, "PUT /log-level", body: "debug\n").status == 200)
            #expect(level.current == .debug)
            let one = try await Self.ask(client, "PUT /log-level/hub", body: "warn")
            #expect(one.text == "{\"level\":\"debug\",\"loggers\":{\"hub\":\"warning\"}}")
            #expect(level.current(for: "hub") == .warning)
            #expect(level.current(for: "other") == .debug)
            let bad = try await Self.ask(client, "PUT /log-level", body: "loud")
            #expect(bad.status == 400)
            #expect(bad.text.contains("one of trace, debug, info"))
            #expect(level.current == .debug)
            _ = try await Self.ask(client, "DELETE /log-level/hub")
            #expect(level.current(for: "hub") == .debug)
            for index in 0..<LogLevel.ownLimit {
                #expect(try await Self.ask(client, "PUT /log-level/l\(index)", body: "error").status == 200)
            }
            #expect(try await Self.ask(client, "PUT /log-level/more", body: "error").status == 409)
        }
    }

    @Test(
        "web pages can neither change anything nor read under a name of their own",
        arguments: [
            ("PUT /log-level", "Host: localhost\r\nOrigin: https://evil.example\r\n", 403),
            ("PUT /log-level", "Host: localhost\r\nOrigin: null\r\n", 403),
            ("GET /config", "Host: evil.example:9090\r\n", 403),
            ("GET /config", "Host: 127.0.0.1.evil.example\r\n", 403),
            ("GET /config", "Host: 127.0.0.1:9090\r\n", 200), ("GET /config", "Host: [::1]:9090\r\n", 200),
            ("GET /config", "Host: LOCALHOST:9090\r\n", 200),
        ])
    func pages(_ line: String, _ headers: String, _ status: Int) async throws {
        try await Self.run { _, client, level in
            let body = line.hasPrefix("PUT") ? "debug" : ""
            let response = try await Self.ask(client, line, headers, body: body)
            #expect(response.status == status)
            #expect(level.current == .info)
        }
    }

    @Test("where others can reach it, any name will do, and a warning says so")
    func reachable() throws {
        #expect(!AdminGuard(host: "0.0.0.0").isLocal)
        #expect(AdminGuard(host: "::1").isLocal)
        var settings = ServiceSettings()
        settings.admin.host = "0.0.0.0"
        settings.admin.port = 0
        let server = try HTTPServer(routes: Routes(), logger: LogLines().logger)
        func listener() throws -> AdminListener? {
            try AdminListener(
                settings, for: server, logger: LogLines().logger, level: LogLevel(.info), routes: { "" }, config: { "" }
            )
        }
        let open = try #require(try listener())
        #expect(open.warning?.contains("keep 0.0.0.0 away") == true)
        settings.admin.port = nil
        let none = try listener()
        #expect(none == nil)
    }

    @Test("a program says where its admin listener is, which is there until the end")
    func program() async throws {
        let probe = try Probe(["--port", "0", "--set", "admin.port=0", "--set", "admin.publicHealth=true"])
        let port = try await probe.port()
        let admin = try await probe.port(after: "admin listening on")
        #expect(admin != port)
        let client = try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: admin))
        #expect(try await Self.ask(client, "GET /routes").text.contains("WS   /ws          hub chat"))
        #expect(try await Self.ask(client, "GET /config").text.contains("port: 0  # --set admin.port"))
        #expect(try await Self.ask(client, "PUT /log-level", body: "debug").status == 200)
        try await probe.waitFor("log level set")
        let main = try await RawClient.connect(ServerAddress(host: "127.0.0.1", port: port))
        #expect(try await Self.ask(main, "GET /readyz").text == "ready\n")
        #expect(try await Self.ask(main, "GET /metrics").status == 404)
        kill(probe.identifier, SIGTERM)
        #expect(await probe.end().status == 0)
    }
}
