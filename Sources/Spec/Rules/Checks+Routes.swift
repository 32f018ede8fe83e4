import GatewayDiagnostics

extension SpecCheck {
    static let routes = [
        SpecCheck("no two routes answer the same requests") { $0.checkTies() },
        SpecCheck("no two routes share a handler") { $0.checkHandlers() },
        SpecCheck("methods suit their actions") { context in
            for route in context.spec.routes { context.checkMethod(route) }
        },
        SpecCheck("parameters have types that fit into a request's text") { context in
            for route in context.spec.routes { context.checkParameters(route) }
        },
        SpecCheck("bodies, statuses and streams suit each other") { context in
            for route in context.spec.routes { context.checkExchange(route) }
        },
        SpecCheck("what routes refer to is declared") { context in
            for route in context.spec.routes { context.checkReferences(route) }
        },
        SpecCheck("static files and redirects can work") { context in
            for route in context.spec.routes { context.checkFiles(route) }
        },
        SpecCheck("credentials are not open to every page") { context in
            for route in context.spec.routes { context.checkCors(route) }
        },
    ]
}

extension CheckContext {
    fileprivate mutating func checkTies() {
        var first: [String: Route] = [:]
        for route in spec.routes {
            let key = route.method.rawValue + " " + route.path.tieKey
            guard let earlier = first[key] else {
                first[key] = route
                continue
            }
            let isSame = earlier.path.text == route.path.text
            report(
                .duplicateRoute,
                isSame
                    ? "the route '\(route.requestLine)' is declared twice"
                    : "'\(route.requestLine)' and '\(earlier.requestLine)' answer the same requests",
                at: route.span, help: isSame ? nil : "the names of parameters do not tell paths apart",
                notes: [Diagnostic.Note("the other one", at: earlier.span)])
        }
    }

    fileprivate mutating func checkHandlers() {
        var first: [String: Spanned<String>] = [:]
        for route in spec.routes {
            guard case .handler(let name) = route.action else { continue }
            let swift = SwiftName.member(name.value)
            if let earlier = first[swift] {
                report(
                    .duplicateHandler, "the handler '\(name.value)' has a route already", at: name.span,
                    help: "each route calls a function of its own",
                    notes: [
                        Diagnostic.Note(
                            earlier == name ? "the first route" : "'\(earlier.value)' is the same in Swift",
                            at: earlier.span)
                    ])
            } else {
                first[swift] = name
            }
        }
    }

    fileprivate mutating func checkMethod(_ route: Route) {
        let path = route.path.text
        switch (route.action, route.method) {
        case (.hub, .webSocket): break
        case (.hub(let binding), _):
            report(
                .methodMisfit, "a hub is reached by a WebSocket", at: binding.hub.span,
                help: "write the route as `WS \(path)`")
        case (_, .webSocket):
            report(
                .methodMisfit, "a WebSocket needs a hub, not '\(route.action.key)'", at: route.span,
                help: "give it `hub:`, or write the route as `GET \(path)`")
        case (.staticFiles, let method) where ![.get, .head].contains(method):
            report(
                .methodMisfit, "files are read, not written", at: route.span, help: "write the route as `GET \(path)`")
        case (.presence, let method) where ![.get, .head].contains(method):
            report(
                .methodMisfit, "presence is read, not written", at: route.span, help: "write the route as `GET \(path)`"
            )
        case (.handler, .any) where route.bodySpan != nil:
            report(
                .methodMisfit, "'ANY' answers GET too, which has no body", at: route.span,
                help: "write a route for each method")
        default: break
        }
    }

    fileprivate mutating func checkParameters(_ route: Route) {
        for parameter in route.parameters where !parameter.isImplicit {
            let field = parameter.field
            guard let resolved = spec.resolve(field.type),
                let problem = problem(resolved, parameter.source, isElement: false)
            else { continue }
            report(
                .parameterType, "a \(parameter.source.rawValue) parameter cannot be \(problem)", at: field.type.span,
                help: parameter.source == .path
                    ? "it is one piece of text: a string, a number, a word …" : "send objects in the `body`")
        }
        for parameter in route.parameters where [.header, .cookie].contains(parameter.source) {
            if !ScalarShape.isToken(parameter.field.wireName) {
                let name = parameter.field.explicitWireName ?? parameter.field.name
                report(.badHeader, "'\(name.value)' is no \(parameter.source.rawValue) name", at: name.span)
            }
        }
        checkWireNames(route)
    }

    /// What makes a type unfit for a part of the request that is text.
    private func problem(_ type: ResolvedType, _ source: ParameterSource, isElement: Bool) -> String? {
        switch type.kind {
        case .scalar(.json): return source == .form ? nil : "any JSON"
        case .scalar(.bytes): return source == .path ? "bytes" : nil
        case .scalar: return nil
        case .map: return "a map"
        case .list(let element):
            if source == .path || source == .cookie || isElement { return "a list" + (isElement ? " of lists" : "") }
            return spec.resolve(element).flatMap { problem($0, source, isElement: true) }
        case .named(let name):
            guard let type = spec.type(named: name), !type.isEnumeration else { return nil }
            return type.kindName
        }
    }

    private mutating func checkWireNames(_ route: Route) {
        for source in ParameterSource.allCases where route.parameters.count > 1 {
            var first: [String: Field] = [:]
            for parameter in route.parameters where parameter.source == source {
                let field = parameter.field
                let key = source == .header ? field.wireName.lowercased() : field.wireName
                if let earlier = first[key] {
                    report(
                        .duplicateField, "two \(source.rawValue) parameters are called '\(field.wireName)'",
                        at: (field.explicitWireName ?? field.name).span,
                        notes: [Diagnostic.Note("the first one", at: earlier.name.span)])
                } else {
                    first[key] = field
                }
            }
        }
    }

    fileprivate mutating func checkExchange(_ route: Route) {
        let form = route.parameters.first { $0.source == .form }
        checkAccepts(route)
        if let body = route.bodySpan {
            if [.get, .head].contains(route.method) {
                report(
                    .bodyMisfit, "a \(route.method.rawValue) request has no body", at: body,
                    help: "take it from the `query`, or use POST")
            }
            if let form {
                report(
                    .bodyMisfit, "a request has a body or a form, not both", at: body,
                    notes: [Diagnostic.Note("the form", at: form.field.name.span)])
            }
        } else if let form, [.get, .head].contains(route.method) {
            report(
                .bodyMisfit, "a \(route.method.rawValue) request has no form", at: form.field.name.span,
                help: "take it from the `query`, or use POST")
        }
        checkStatus(route)
        if case .events(let events) = route.result {
            if ![.get, .post].contains(route.method) {
                report(.methodMisfit, "server-sent events answer GET or POST", at: route.span)
            }
            if let timeout = route.policies.timeout, case .value = timeout.value {
                report(
                    .timeoutOnStream, "this timeout says nothing of a stream of events", at: timeout.span,
                    help: "write `timeout: none` on the route",
                    notes: [Diagnostic.Note("the stream", at: events.span)])
            }
        }
    }

    /// JSON and forms have media types of their own.
    private mutating func checkAccepts(_ route: Route) {
        guard let first = route.accepts.first, route.rawBody == nil, case .handler = route.action else { return }
        report(
            .bodyMisfit, "'accepts' goes with a body that is taken as it comes", at: first.span,
            help: "write `body: binary`, `body: text` or `body: stream`, or leave it out",
            notes: route.body.map { [Diagnostic.Note("this one is JSON", at: $0.span)] } ?? [])
    }

    private mutating func checkStatus(_ route: Route) {
        guard let status = route.status else { return }
        if [204, 205, 304].contains(status.value), case .type(let type) = route.result {
            report(
                .badStatus, "an answer with status \(status.value) has no body", at: status.span,
                help: "remove `returns`, or take 200",
                notes: [Diagnostic.Note("what it returns", at: type.span)])
        } else if case .events = route.result, status.value != 200 {
            report(.badStatus, "a stream of events has status 200", at: status.span)
        }
    }

    fileprivate mutating func checkReferences(_ route: Route) {
        switch route.action {
        case .hub(let binding): checkHub(binding.hub)
        case .presence(let hub): checkHub(hub)
        case .proxy(let upstream): checkUpstream(upstream)
        default: break
        }
        for scheme in route.auth.schemes where !spec.auth.contains(where: { $0.name == scheme }) {
            let names = spec.auth.map(\.name.value)
            report(
                .unknownAuth, "unknown way to authenticate '\(scheme.value)'", at: scheme.span,
                help: Suggestion.didYouMean(scheme.value, among: names + ["none"])
                    ?? "declare it under `auth` at the top")
        }
        for name in route.middleware where !spec.middleware.contains(where: { $0.name == name }) {
            let names = spec.middleware.map(\.name.value)
            report(
                .unknownMiddleware, "unknown middleware '\(name.value)'", at: name.span,
                help: Suggestion.didYouMean(name.value, among: names) ?? "add it to the list `middleware` at the top")
        }
    }

    private mutating func checkHub(_ hub: Spanned<String>) {
        guard spec.hub(named: hub.value) == nil else { return }
        report(
            .unknownHub, "unknown hub '\(hub.value)'", at: hub.span,
            help: Suggestion.didYouMean(hub.value, among: spec.hubs.map(\.name.value)) ?? "declare it under `hubs`")
    }

    private mutating func checkUpstream(_ upstream: Spanned<String>) {
        guard !spec.upstreams.contains(where: { $0.name == upstream }) else { return }
        let isURL = upstream.value.contains("://")
        report(
            .unknownUpstream, "unknown upstream '\(upstream.value)'", at: upstream.span,
            help: isURL
                ? "give it a name under `upstreams`, and write the name here"
                : Suggestion.didYouMean(upstream.value, among: spec.upstreams.map(\.name.value))
                    ?? "declare it under `upstreams`")
    }

    fileprivate mutating func checkFiles(_ route: Route) {
        let rest: Spanned<String>? = route.path.segments.last.flatMap { segment in
            if case .rest(let name) = segment.kind { Spanned(name, segment.span) } else { nil }
        }
        switch route.action {
        case .staticFiles(let files):
            switch files.source {
            case .directory(let directory) where rest == nil:
                report(
                    .staticMisfit, "a folder needs a path that ends in a rest", at: directory.span,
                    help: "write the route as `GET \(route.path.segments.isEmpty ? "" : route.path.text)/{rest*}`",
                    notes: [Diagnostic.Note("the path", at: route.span)])
            case .file(let file) where rest == nil && file.value.hasSuffix("/"):
                report(.staticMisfit, "'\(file.value)' is a folder", at: file.span, help: "write `dir`")
            default: break
            }
        case .redirect(let redirect) where [route.path.text, route.path.text + "/"].contains(redirect.target.value):
            report(.redirectLoop, "the redirect leads to itself", at: redirect.target.span)
        default: break
        }
    }

    fileprivate mutating func checkCors(_ route: Route) {
        guard let cors = route.policies.cors, let rules = cors.value.limit, rules.credentials, rules.origins == nil
        else { return }
        report(
            .openCredentials, "credentials for pages of every origin", at: cors.span,
            label: "any page could act as the user",
            help: "list the `origins`")
    }
}

extension PathTemplate {
    /// The same for paths that match the same requests.
    var tieKey: String {
        segments.map { segment in
            switch segment.kind {
            case .literal(let text): text
            case .parameter: "{}"
            case .rest: "{*}"
            }
        }.joined(separator: "/")
    }
}
