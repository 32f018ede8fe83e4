import Testing

@testable import GatewayRuntime

@Suite("What a server counts", .timeLimit(.minutes(10)))
struct ServerMetricsTests {
    /// The value of a sample's line; nil if there is none.
    private static func value(_ line: String, _ server: TestServer) async -> Double? {
        let text = MetricsText.text(await server.server.metricFamilies(), as: .prometheus)
        let found = text.split(separator: "\n").first { $0.hasPrefix("\(line) ") }
        return found.flatMap { Double($0.dropFirst(line.count + 1)) }
    }

    @Test("requests are counted by route, method and class of status, and unmatched ones together")
    func requests() async throws {
        try await TestServer.run(routes: { routes in
            routes.handle(.get, "/items/{id}") { reader, _ in
                let id = reader.integer("id", in: .path, as: Int.self)
                try reader.finish()
                return .text("item \(id ?? 0)")
            }
            routes.handle(.post, "/echo") { _, _ in .text("12345") }
        }) { server in
            let client = try await server.connect()
            for target in ["/items/1", "/items/2", "/items/x", "/none/1", "/none/2", "/hello"] {
                try await client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await client.response()
            }
            try await client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.response(toHead: true)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            _ = try await client.response()
            func count(_ route: String, _ method: String, _ status: String) async -> Double? {
                await Self.value(
                    "http_requests_total{route=\"\(route)\",method=\"\(method)\",status=\"\(status)\"}", server)
            }
            #expect(await count("/items/{id}", "GET", "2xx") == 2)
            #expect(await count("/items/{id}", "GET", "4xx") == 1)
            #expect(await count("unmatched", "GET", "4xx") == 2)
            #expect(await count("/hello", "GET", "2xx") == 1)
            #expect(await count("/hello", "HEAD", "2xx") == 1)
            #expect(await count("/echo", "POST", "2xx") == 1)
            #expect(await count("/none/1", "GET", "4xx") == nil)
            func labelled(_ name: String, _ route: String, _ method: String) async -> Double? {
                await Self.value("\(name){route=\"\(route)\",method=\"\(method)\"}", server)
            }
            #expect(await labelled("http_request_duration_seconds_count", "/items/{id}", "GET") == 3)
            #expect(await labelled("http_request_body_bytes_total", "/echo", "POST") == 3)
            #expect(await labelled("http_response_body_bytes_total", "/echo", "POST") == 5)
            #expect(await labelled("http_response_body_bytes_total", "/hello", "HEAD") == 0)
            #expect(await Self.value("http_requests_in_flight", server) == 0)
            #expect(await Self.value("http_connections_open", server) == 1)
            #expect(await Self.value("http_connections_accepted_total", server) == 1)
            let (received, sent) = (
                await Self.value("http_received_bytes_total", server), await Self.value("http_sent_bytes_total", server)
            )
            #expect(received ?? 0 > 200)
            #expect(sent ?? 0 > 400)
        }
    }

    @Test("a request that is under way is in flight; one whose client goes ends as 499")
    func inFlight() async throws {
        let started = Signal()
        try await TestServer.run(routes: { routes in
            routes.add(
                .get, "/waits",
                .async { _, _ in
                    started.send()
                    try await Task.sleep(for: .seconds(60))
                    return .text("late")
                })
        }) { server in
            let client = try await server.connect()
            try await client.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n")
            await started.wait()
            #expect(server.server.metrics.underWay == 1)
            await client.close()
            await until { server.server.metrics.underWay == 0 }
            #expect(
                await Self.value("http_requests_total{route=\"/waits\",method=\"GET\",status=\"4xx\"}", server) == 1)
        }
    }

    @Test("what is no request at all is counted, and so are connections that a limit turns away")
    func refusals() async throws {
        try await TestServer.run(settings: { $0.limits.connections = 1 }) { server in
            let client = try await server.connect()
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.response()
            #expect(try await server.connect().response()?.status == 503)
            try await client.send("nonsense\r\n\r\n")
            #expect(try await client.response()?.status == 400)
            #expect(
                await Self.value("http_requests_total{route=\"unmatched\",method=\"other\",status=\"4xx\"}", server)
                    == 1)
            #expect(await Self.value("http_connections_refused_total{reason=\"connections\"}", server) == 1)
        }
    }

    @Test("routes beyond the limit share one series, and what is folded is counted")
    func cardinality() async throws {
        try await TestServer.run(
            settings: { $0.metrics.routes = 3 },
            routes: { routes in
                for name in ["a", "b", "c", "d"] { routes.respond(.get, "/\(name)", .text(name)) }
            }
        ) { server in
            let client = try await server.connect()
            for name in ["a", "b", "c", "c", "d"] {
                try await client.send("GET /\(name) HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await client.response()
            }
            #expect(await Self.value("http_requests_total{route=\"other\",method=\"GET\",status=\"2xx\"}", server) == 3)
            #expect(await Self.value("http_requests_total{route=\"/b\",method=\"GET\",status=\"2xx\"}", server) == 1)
            #expect(await Self.value("metrics_folded_routes", server) == 2)
            #expect(await Self.value("metrics_folded_requests_total", server) == 3)
        }
    }

    @Test("metrics.requests: false counts no requests")
    func off() async throws {
        try await TestServer.run(settings: { $0.metrics.requests = false }) { server in
            let client = try await server.connect()
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.response()
            let text = MetricsText.text(await server.server.metricFamilies(), as: .prometheus)
            #expect(!text.contains("http_requests_total"))
        }
    }

    @Test("each loop measures how late it is, and a loop that is stuck is seen from outside")
    func lag() async throws {
        let (blocked, goOn) = (Signal(), Watched(false))
        try await TestServer.run(
            settings: { settings in
                settings.threads = 1
                settings.metrics.loopLag = .milliseconds(10)
            },
            routes: { routes in
                routes.immediate(.get, "/blocks") { _ in
                    blocked.send()
                    while !goOn.value {}
                    return .text("done")
                }
            }
        ) { server in
            let client = try await server.connect()
            try await client.send("GET /blocks HTTP/1.1\r\nHost: a\r\n\r\n")
            await blocked.wait()
            let lag = try #require(server.server.metrics.meters.first?.lag)
            await until { lag.current() ?? 0 > 50_000_000 }
            #expect(await Self.value("event_loop_lag_seconds{loop=\"http-0\"}", server) ?? 0 > 0.05)
            goOn.change { $0 = true }
            _ = try await client.response()
            await until { lag.current() ?? .max < 50_000_000 }
            #expect(server.server.metrics.takeWorstLag() > 0.05)
        }
    }

    @Test("what a route's policies refuse is counted by policy")
    func policies() async throws {
        try await TestServer.run(routes: { routes in
            routes.immediate(
                .get, "/seldom", options: RouteOptions(rateLimit: RequestRate(1, per: .seconds(3600)))
            ) { _ in .text("once") }
        }) { server in
            let client = try await server.connect()
            for status in [200, 429, 429] {
                try await client.send("GET /seldom HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?.status == status)
            }
            #expect(await Self.value("http_refused_total{policy=\"rateLimit\"}", server) == 2)
        }
    }
}
