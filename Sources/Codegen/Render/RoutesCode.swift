import GatewaySpec

/// `Generated/Routes.swift`: where requests go, and how their input is read.
struct RoutesCode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// What the template needs beyond the names.
    var fields: ViewFields {
        [
            "descriptor": .lines(descriptor),
            "registrations": .lines(registrations),
            "declarations": .list(
                plan.handlers.filter { !$0.inputs.isEmpty }.map { ["lines": .lines(inputReader($0))] }),
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

    private var registrations: [String] {
        var writer = SwiftWriter(depth: 2)
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
                reading.write(parts, to: &writer)
                writer.call("self.init", parts.map { "\($0.label): \($0.value)" })
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
            writer.call("routes.presence", [method, path, "of: hubs.\(property)"])
        case .staticFiles(let files): writeFiles(files, to: &writer)
        case .redirect(let redirect):
            let status = redirect.status == 302 ? [] : ["status: \(StatusCode.expression(redirect.status))"]
            writer.call(
                "routes.redirect", [method, path, "to: \(SwiftLiteral.string(redirect.target.value))"] + status)
        case .respond(let response):
            let answer = FixedResponseCode(response: response, names: plan.names).expression
            SwiftExpression.call("routes.respond", [(nil, .plain(method)), (nil, .plain(path)), (nil, answer)])
                .write(to: &writer)
        case .proxy: break
        }
    }

    private var method: String { ".\(route.method.rawValue.lowercased())" }
    private var path: String { SwiftLiteral.string(route.path.text) }

    private var options: [String] {
        var list: [String] = []
        switch route.policies.timeout?.value {
        case .value(let duration): list.append("timeout: \(SwiftLiteral.duration(duration))")
        case Limit.none?: list.append("unlimitedTime: true")
        case nil: break
        }
        switch route.policies.maxBody?.value {
        case .value(let bytes): list.append("maxBody: \(SwiftLiteral.integer(bytes))")
        case Limit.none?: list.append("maxBody: .max")
        case nil: break
        }
        if let priority = route.policies.priority?.value { list.append("priority: .\(priority.rawValue)") }
        return list.isEmpty ? [] : ["options: \(plan.names.runtime("RouteOptions"))(\(list.joined(separator: ", ")))"]
    }

    private func writeHandler(_ name: String, to writer: inout SwiftWriter) {
        guard let handler = plan.handler(name) else { return }
        let arguments = [method, path, "name: \(SwiftLiteral.string(handler.names.function))"] + options
        writer.call("routes.handle", arguments, " { request, context in")
        writer.indented { writer in
            let input = "\(handler.names.space).Input"
            writer.line(handler.inputs.isEmpty ? "let input = \(input)()" : "let input = try \(input)(from: &request)")
            let call = "try await \(SwiftName.escaped(handler.names.function))(input, context)"
            ResponseCode(route: route).write(call, to: &writer)
        }
        writer.line("}")
    }

    private func writeHub(_ hubName: String, to writer: inout SwiftWriter) {
        guard let hub = plan.hub(hubName),
            let binding = hub.bindings.first(where: { $0.route.requestLine == route.requestLine })
        else { return }
        let property = SwiftName.escaped(hub.names.property)
        writer.call(
            "routes.webSocket", [path, "hub: hubs.\(property)", "handler: \(hub.names.property)Handler"],
            " { request in")
        writer.indented { AdmissionCode(hub: hub, binding: binding, plan: plan).write(to: &$0) }
        writer.line("}")
    }

    private func writeFiles(_ files: StaticFiles, to writer: inout SwiftWriter) {
        let settings = files.cache.map { ["maxAge: \(SwiftLiteral.duration($0))"] } ?? []
        let options =
            settings.isEmpty
            ? [] : ["options: \(plan.names.runtime("FileOptions"))(\(settings.joined(separator: ", ")))"]
        switch files.source {
        case .file(let file):
            writer.call("routes.file", [method, path, SwiftLiteral.string(file.value)] + options)
        case .directory(let folder):
            writer.call("routes.directory", [method, path, SwiftLiteral.string(folder.value)] + options)
        }
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

    func write(_ call: String, to writer: inout SwiftWriter) {
        let status = StatusCode.argument(route.successStatus, unless: 200)
        let content = [(label: String?.none, value: SwiftExpression.plain(call))] + status
        let answer: SwiftExpression
        switch route.result {
        case .none, .events:
            writer.line(call)
            answer = .call(".empty", StatusCode.argument(route.successStatus, unless: 204))
        case .type: answer = .call(".json", content)
        case .raw(.text): answer = .call(".text", content)
        case .raw(.html): answer = .call(".html", content)
        case .raw(.binary): answer = .call(".bytes", content)
        case .raw(.stream): answer = .plain(route.headers.isEmpty ? call : "(\(call))")
        }
        HeadersCode.add(route.headers, to: answer).write(after: "return ", to: &writer)
    }
}
