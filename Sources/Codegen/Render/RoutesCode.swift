import GatewaySpec

/// `Generated/Routes.swift`: where requests go, and how their input is read.
struct RoutesCode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// What the template needs beyond the names.
    var fields: ViewFields {
        [
            "descriptor": .block(descriptor),
            "transports": .block(transports),
            "authSchemes": .block(AuthCode(plan: plan).lines),
            "parts": .list(plan.parts.map { ["part": .text($0)] }),
            "registrations": .block(registrations),
            "declarations": .blocks(plan.handlers.filter(\.readsRequest).map(inputReader)),
        ]
    }

    private var descriptor: [String] {
        let info = plan.spec.info
        var writer = SwiftWriter(depth: 1)
        let arguments = [
            ("name", names.service), ("title", info.title ?? names.service), ("version", info.version ?? "0.0.0"),
        ].map { "\($0): \(SwiftLiteral.string(DocText.line($1)))" }
        let type = names.runtime("ServiceDescriptor")
        let flat = "static var descriptor: \(type) { \(type)(\(arguments.joined(separator: ", "))) }"
        if writer.fits(flat) {
            writer.line(flat)
        } else {
            writer.block("static var descriptor: \(type)") { $0.call(type, arguments) }
        }
        return writer.lines
    }

    private var transports: [String] {
        guard !plan.spec.transports.isEmpty else { return [] }
        let words = plan.spec.transports.map { ".\($0.value.rawValue)" }.joined(separator: ", ")
        return ["    static var transports: [\(names.runtime("ServiceTransport"))] { [\(words)] }"]
    }

    private var registrations: [String] {
        var writer = SwiftWriter(depth: 2)
        if let envelope = plan.spec.envelope {
            var arguments = [("code", envelope.code), ("message", envelope.message), ("data", envelope.data)].map {
                "\($0): \(SwiftLiteral.string($1))"
            }
            if envelope.errors != .own { arguments.append("errorStatus: .\(envelope.errors.rawValue)") }
            writer.call("routes.envelope = \(names.runtime("Envelope"))", arguments)
        }
        for middleware in plan.middleware where middleware.isUsed {
            let call = "self.\(SwiftName.escaped(middleware.function))($0, $1, $2)"
            writer.line("let \(middleware.local) = \(names.runtime("Middleware")) { try await \(call) }")
        }
        for hub in plan.hubs where !hub.bindings.isEmpty {
            let handler = hub.names.property + "Handler"
            writer.line("let \(handler) = \(hub.names.associatedType)(service: self)")
        }
        for route in plan.spec.routes { RouteCode(route: route, plan: plan).write(to: &writer) }
        return writer.lines
    }

    private func inputReader(_ handler: HandlerPlan) -> [String] {
        var writer = SwiftWriter()
        writer.block("extension \(handler.names.space).Input") { writer in
            writer.block("init(from request: inout \(names.runtime("RequestReader"))) throws") { writer in
                let reading = RequestReading(plan: plan)
                let parts = handler.inputs.map { reading.part($0, place: handler.names.space) }
                reading.write(parts, of: handler.route.parameters, to: &writer)
                let caller = handler.caller.map { CallerCode(caller: $0, plan: plan).arguments() } ?? []
                writer.call("self.init", caller + parts.map { "\($0.label): \($0.value)" })
            }
        }
        return writer.lines
    }
}

/// One route as a call on `Routes`.
struct RouteCode {
    let route: Route
    let plan: ServicePlan

    func write(to writer: inout SwiftWriter) {
        switch route.action {
        case .handler(let name): writeHandler(name.value, to: &writer)
        case .hub(let binding): writeHub(binding.hub.value, to: &writer)
        case .presence(let hub):
            let property = SwiftName.escaped(HubNames(hub.value).property)
            write("routes.presence", start + [("of", .plain("hubs.\(property)"))], to: &writer)
        case .staticFiles(let files): writeFiles(files, to: &writer)
        case .redirect(let redirect):
            let target: Arguments = [("to", .plain(SwiftLiteral.string(redirect.target.value)))]
            write(
                "routes.redirect", start + target + StatusCode.argument(redirect.status, unless: 302), to: &writer)
        case .respond(let response):
            let answer = FixedResponseCode(response: response, names: plan.names).expression
            write("routes.respond", start + [(nil, answer)], to: &writer)
        case .proxy: break
        }
    }

    private var method: String { ".\(route.method.rawValue.lowercased())" }
    private var path: String { SwiftLiteral.string(route.path.text) }

    private typealias Arguments = [(label: String?, value: SwiftExpression)]

    private var start: Arguments { [(nil, .plain(method)), (nil, .plain(path))] }
    private var options: Arguments { RouteOptionsCode(route: route, plan: plan).argument }

    private func writeHandler(_ name: String, to writer: inout SwiftWriter) {
        guard let handler = plan.handler(name) else { return }
        let name: Arguments = [("name", .plain(SwiftLiteral.string(handler.names.function)))]
        let takesForm = route.parameters.contains { $0.source == .form }
        let call = takesForm ? "handleForm" : handler.streamsBody ? "handleStream" : "handle"
        write("routes.\(call)", start + name, before: " { request, context in", to: &writer)
        writer.indented { writer in
            let input = "\(handler.names.space).Input"
            writer.line(handler.readsRequest ? "let input = try \(input)(from: &request)" : "let input = \(input)()")
            let call = "try await \(SwiftName.escaped(handler.names.function))(input, context)"
            ResponseCode(route: route, plan: plan).write(call, to: &writer)
        }
        writer.line("}")
    }

    private func writeHub(_ hubName: String, to writer: inout SwiftWriter) {
        guard let hub = plan.hub(hubName),
            let binding = hub.bindings.first(where: { $0.route.requestLine == route.requestLine })
        else { return }
        let property = SwiftName.escaped(hub.names.property)
        let arguments: Arguments = [
            (nil, .plain(path)), ("hub", .plain("hubs.\(property)")),
            ("handler", .plain("\(hub.names.property)Handler")),
        ]
        write("routes.webSocket", arguments, before: " { request in", to: &writer)
        writer.indented { AdmissionCode(hub: hub, binding: binding, plan: plan).write(to: &$0) }
        writer.line("}")
    }

    private func writeFiles(_ files: StaticFiles, to writer: inout SwiftWriter) {
        var cache: Arguments = files.cache.map { [("cache", .plain(SwiftLiteral.duration($0)))] } ?? []
        if files.isPrecompressed {
            cache.append(("files", .call(plan.names.runtime("FileOptions"), [("precompressed", "true")])))
        }
        switch files.source {
        case .file(let file):
            write("routes.file", start + [(nil, .plain(SwiftLiteral.string(file.value)))] + cache, to: &writer)
        case .directory(let folder):
            let index: Arguments = files.index.map { [("index", .plain(SwiftLiteral.string($0)))] } ?? []
            let path: Arguments = [(nil, .plain(SwiftLiteral.string(folder.value)))]
            write("routes.directory", start + path + index + cache, to: &writer)
        }
    }

    /// A call with the route's options behind its own arguments.
    private func write(_ head: String, _ arguments: Arguments, before tail: String = "", to writer: inout SwiftWriter) {
        SwiftExpression.call(head, arguments + options).write(before: tail, to: &writer)
    }
}

/// An answer that the spec spells out.
struct FixedResponseCode {
    let response: FixedResponse
    let names: Names

    /// `.text("pong")`
    var expression: SwiftExpression {
        let answer: SwiftExpression =
            switch response.body {
            case .empty: .call(".empty", StatusCode.argument(response.status, unless: 204))
            case .text(let text): .call(".text", content(text))
            case .html(let text): .call(".html", content(text))
            case .json(let literal):
                .call(
                    names.runtime("Response"),
                    StatusCode.argument(response.status, unless: 200) + [
                        ("contentType", "\"application/json\""),
                        ("body", .plain(".bytes(Array(\(SwiftLiteral.string(literal.json)).utf8))")),
                    ])
            }
        return HeadersCode.add(response.headers, to: answer)
    }

    private func content(_ text: String) -> [(label: String?, value: SwiftExpression)] {
        [(nil, .plain(SwiftLiteral.string(text)))] + StatusCode.argument(response.status, unless: 200)
    }
}

/// Fixed headers of a response.
enum HeadersCode {
    /// The expression with `.with(["name": "value"])` behind it.
    static func add(_ headers: [Header], to response: SwiftExpression) -> SwiftExpression {
        guard !headers.isEmpty else { return response }
        let pairs = headers.map { header -> SwiftExpression in
            .plain("\(SwiftLiteral.string(header.name.value)): \(SwiftLiteral.string(header.value.value))")
        }
        return .method(response, "with", .list(pairs))
    }
}

/// What a handler returned, as a response.
struct ResponseCode {
    let route: Route
    let plan: ServicePlan

    func write(_ call: String, to writer: inout SwiftWriter) {
        let status = StatusCode.argument(route.successStatus, unless: 200)
        let content = [(label: String?.none, value: SwiftExpression.plain(call))] + status
        let answer: SwiftExpression
        switch route.result {
        case .none:
            writer.line(call)
            answer = .call(".empty", StatusCode.argument(route.successStatus, unless: 204))
        case .type(let use):
            let closure = JSONWriting(plan: plan).closure(use).map { [("as", SwiftExpression.plain($0))] } ?? []
            answer = .call(".json", content + closure)
        case .events: answer = .call(".events", content)
        case .raw(.text): answer = .call(".text", content)
        case .raw(.html): answer = .call(".html", content)
        case .raw(.binary): answer = .call(".bytes", content)
        case .raw(.stream): answer = .plain(route.headers.isEmpty ? call : "(\(call))")
        }
        HeadersCode.add(route.headers, to: answer).write(after: "return ", to: &writer)
    }
}

extension ServiceSpec.Transport {
    /// The runtime's part that speaks it.
    var module: String {
        switch self {
        case .tls: "GatewayTLS"
        case .http2: "GatewayHTTP2"
        }
    }
}
