import HTTPTypes
import Logging

/// What the admin listener answers.
struct AdminRoutes: Sendable {
    /// The server that is looked after.
    let server: HTTPServer
    let level: LogLevel
    /// What reads the config again; nil if nothing does.
    let reloader: ConfigReloader?
    /// The texts of `--print-routes` and of `--print-config`.
    let routes: @Sendable () -> String
    let config: @Sendable () -> String

    private static let overview = """
        GET  /healthz             200 while the process lives
        GET  /readyz              200 while it takes work, 503 while it starts or stops
        GET  /metrics             Prometheus or OpenMetrics, as Accept asks
        GET  /routes              the routes, as --print-routes shows them
        GET  /config              the settings in force, as --print-config shows them
        GET  /log-level           the level of the service and of loggers with their own
        PUT  /log-level           sets it: curl -X PUT --data debug …/log-level
        PUT  /log-level/{logger}  sets one logger's level, such as hub; DELETE takes it back
        POST /reload              reads the config again, as SIGHUP does

        """

    func register(on routes: inout Routes, behind guarded: AdminGuard) {
        let (server, level, listing, config) = (server, level, self.routes, self.config)
        var options = RouteOptions(maxBody: 1024)
        options.before = [guarded.middleware]
        func get(_ pattern: String, _ body: @escaping @Sendable (Request) async throws -> Response) {
            routes.add(
                .get, pattern,
                .async { request, _ in
                    var response = try await body(request)
                    response.headers[.cacheControl] = "no-store"
                    return response
                }, options: options)
        }
        get("/") { _ in .text(Self.overview) }
        get("/healthz") { _ in Readiness.live }
        get("/readyz") { _ in server.readiness.response }
        get("/metrics") { request in
            let format = MetricsText.Format(accept: request.head[.accept])
            let text = MetricsText.text(await server.metricFamilies(), as: format)
            var response = Response(contentType: format.contentType, body: .bytes(Array(text.utf8)))
            response.headers[.vary] = "Accept"
            return response
        }
        get("/routes") { _ in .text(listing()) }
        get("/config") { _ in
            Response(contentType: "application/yaml; charset=utf-8", body: .bytes(Array(config().utf8)))
        }
        get("/log-level") { _ in Self.levels(level) }
        routes.add(
            .put, "/log-level",
            .async { request, context in
                level.set(try await Self.wanted(request))
                context.plainLogger.notice("log level set", metadata: ["level": "\(level.current)"])
                return Self.levels(level)
            }, options: options)
        routes.add(
            .put, "/log-level/{logger}",
            .async { request, context in
                let name = request.pathParameter("logger") ?? ""
                guard level.set(try await Self.wanted(request), for: name) else {
                    throw HTTPError.conflict(
                        "\(LogLevel.ownLimit) loggers have levels of their own; take one back first")
                }
                context.plainLogger.notice("log level set", metadata: ["logger": "\(name)"])
                return Self.levels(level)
            }, options: options)
        routes.add(
            .delete, "/log-level/{logger}",
            .async { request, _ in
                _ = level.set(nil, for: request.pathParameter("logger") ?? "")
                return Self.levels(level)
            }, options: options)
        guard let reloader else { return }
        routes.add(
            .post, "/reload",
            .async { _, _ in
                guard var response = await reloader.reload("POST /reload")?.response else {
                    throw HTTPError.conflict("the service starts or stops: its config is not read now")
                }
                response.headers[.cacheControl] = "no-store"
                return response
            }, options: options)
    }

    private static func levels(_ level: LogLevel) -> Response {
        var json = JSONWriter()
        json.beginObject()
        json.field("level", level.current.rawValue)
        json.key("loggers")
        json.beginObject()
        for (name, own) in level.own.sorted(by: { $0.key < $1.key }) {
            json.key(name)
            json.string(own.rawValue)
        }
        json.endObject()
        json.endObject()
        return Response(contentType: "application/json", body: .bytes(json.bytes))
    }

    /// The level that a body names.
    private static func wanted(_ request: Request) async throws -> Logger.Level {
        let text = StringRules.trimmed(String(decoding: try await request.body.collect(), as: UTF8.self)).lowercased()
        let names = LogThreshold.allCases.map(\.rawValue)
        guard let level = LogThreshold(rawValue: text == "warn" ? "warning" : text)?.level else {
            throw HTTPError.badRequest("the body must be one of \(names.joined(separator: ", "))")
        }
        return level
    }
}
