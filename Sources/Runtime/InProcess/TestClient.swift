public import HTTPTypes
import Logging

/// Asks a service within its own process, without sockets: for tests.
///
/// ```swift
/// let client = try TestClient(ShopService.test())
/// let answer = await client.send(.get, "/items/7")
/// #expect(answer.status == .ok)
/// ```
/// A request passes what it would on a connection: routing, preflights, middlewares, `auth`, the body's limit and decompression, the
/// handler, hooks and envelope, CORS and security headers. Rates, breakers, load shedding, `maxInFlight` and deadlines are left
/// out: one test's requests must not refuse another's.
public struct TestClient: Sendable {
    private let rules: ServerRules
    private let logger = Self.logger

    /// Makes a client of a service.
    ///
    /// - Parameters:
    ///   - settings: what its config would say (default: nothing); `ServiceSettings.test` reads them from text.
    ///   - root: the folder that relative paths start from (default: the current directory).
    /// - Throws: `SettingError` if a scheme of `auth` lacks its secret, `RouteError` if two routes answer the same requests.
    public init<API: ServiceAPI>(
        _ service: API, settings: ServiceSettings = ServiceSettings(), root: String = "."
    ) throws {
        let logger = Self.logger
        let authentication = try Authentication(API.authSchemes, settings: settings, root: root, logger: logger)
        var routes = Routes(root: root, authentication: authentication)
        routes.forms = settings.forms
        routes.input = InputLimits(settings)
        routes.chain = settings.chain
        routes.hooks = service.hooks
        service.register(on: &routes)
        try self.init(routes, settings: settings)
    }

    /// Makes a client of routes.
    ///
    /// - Throws: `RouteError` if two routes answer the same requests, or a pattern is none.
    public init(_ routes: Routes, settings: ServiceSettings = ServiceSettings()) throws(RouteError) {
        var chain = settings.chain
        chain.rateLimit = false
        let router = try Router(routes, chain: ServiceChain(chain, gauge: nil))
        rules = ServerRules(settings: settings, router: router)
    }

    private static var logger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    /// Sends a request and gives its answer, whose body is all there: a stream is read to its end.
    ///
    /// - Parameters:
    ///   - target: the path, and the query behind a `?`.
    ///   - body: the bytes of the body (default none). A type of content is among the headers, or nobody says it.
    public func send(
        _ method: HTTPRequest.Method, _ target: String, headers: HTTPFields = HTTPFields(), body: [UInt8] = []
    ) async -> Response {
        var head = RequestHead(method: method, target: target, fields: headers)
        head.mark = RequestMark()
        var (response, route) = await answer(head, body)
        if let chain = route?.chain {
            chain.decorate(bare: &response, head, isSecure: false)
        }
        rules.complete(&response, route, isSecure: false)
        response.standing?.add(to: &response.headers)
        response.standing = nil
        await collect(&response, isHead: method == .head)
        return response
    }

    /// The same with a value as its JSON body.
    public func send(
        _ method: HTTPRequest.Method, _ target: String, headers: HTTPFields = HTTPFields(),
        json value: some JSONEncodable
    ) async -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return await send(method, target, headers: headers, body: JSONWriter.encode(value))
    }

    // MARK: The way through

    private func answer(_ head: RequestHead, _ body: [UInt8]) async -> (Response, Route?) {
        let target: RequestTarget
        do throws(RequestTarget.Failure) {
            target = try RequestTarget(head)
        } catch {
            return (RouteMatch.response(for: error), nil)
        }
        if head.method == .options, let answered = rules.preflight(head, target) { return (answered, nil) }
        let match = rules.router.match(head, target)
        guard case .found(let route, let captures) = match else {
            guard let route = rules.router.fallback(match) else { return (match.response ?? .empty(), nil) }
            return (await call(route, .none, head, target, body), nil)
        }
        return (await call(route, captures, head, target, body), route)
    }

    private func call(
        _ route: Route, _ captures: PathCaptures, _ head: RequestHead, _ target: RequestTarget, _ body: [UInt8]
    ) async -> Response {
        var request = Request(head: head, target: target, captures: captures)
        do {
            switch route.endpoint {
            case .prepared(let prepared): return prepared.response
            case .immediate(let respond): return try respond(request)
            case .file(let files): return try files.cached(request) ?? files.respond(request)
            case .async(let handler):
                request = request.with(body: try content(body, head, route))
                return request.answer(try await handler(request, context(request, route)))
            case .webSocket(let endpoint):
                try await endpoint.admit(request, context(request, route)).abandon()
                return Response(status: .switchingProtocols)
            }
        } catch {
            return request.answer(
                ErrorMapper.response(for: error, requestID: head.mark.id, logger: logger))
        }
    }

    private func context(_ request: Request, _ route: Route) -> RequestContext {
        RequestContext(request: request, route: route.info, logger: logger)
    }

    private func content(_ bytes: [UInt8], _ head: RequestHead, _ route: Route) throws(HTTPError) -> RequestBody {
        let limit = route.options.maxBody ?? rules.settings.limits.body
        guard bytes.count <= limit else { throw HTTPError.contentTooLarge(limit: limit) }
        let body = RequestBody(bytes)
        guard let coding = try rules.bodyCoding(head, route), !bytes.isEmpty else { return body }
        return body.inflated(coding, limit: limit)
    }

    /// Makes a body's bytes of a file or a stream.
    private func collect(_ response: inout Response, isHead: Bool) async {
        switch response.body {
        case _ where isHead: response.body = .empty
        case .empty, .bytes: break
        case .file(let file):
            response.body = .bytes((try? file.file.read(offset: file.offset, count: file.count)) ?? [])
        case .stream(let stream):
            let bytes = Guarded<[UInt8]>([])
            // What failed half-way ends there, as it does for a client.
            try? await stream.run(heartbeat: .seconds(3600)) { chunk in bytes.withLock { $0 += chunk } }
            response.body = .bytes(bytes.withLock { $0 })
        }
    }
}

extension Response {
    /// The bytes of the body, if they are there already: for tests.
    public var bytes: [UInt8] {
        if case .bytes(let bytes) = body { bytes } else { [] }
    }

    /// The body as text, if it is there already: for tests.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension ServiceSettings {
    /// Settings as a config file of this text says them: for tests. The environment says nothing.
    ///
    /// - Throws: `SettingError` with everything that is wrong.
    public static func test(_ yaml: String) throws(SettingError) -> ServiceSettings {
        var loader = SettingsLoader(service: "test") { _ in nil }
        loader.read(file: Array(yaml.utf8), path: "test.yaml")
        do throws(SettingsFailure) {
            return try loader.finish()
        } catch {
            throw SettingError(description: error.description)
        }
    }
}
