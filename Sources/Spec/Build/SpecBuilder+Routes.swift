import GatewayDiagnostics
import GatewayYAML

extension SpecBuilder {
    /// The route of an entry; nil if its key or its action cannot be read, which the shape check has reported.
    mutating func route(_ entry: Node.Entry, in scope: RouteScope) -> Route? {
        let node = entry.value
        guard let key = RouteKey.read(entry.key).key, let action = action(node) else { return nil }
        var inner = scope
        inner.apply(node, reporting: &self)
        let isPrefixAlone = !scope.prefix.isEmpty && key.path.segments.isEmpty
        let path = PathTemplate(segments: scope.prefix + (isPrefixAlone ? [] : key.path.segments))
        checkRepeats(key.path, in: scope)
        let body = node["body"]
        let rawBody = body.flatMap { body in body.text.flatMap(RawBody.init).map { Spanned($0, body.span) } }
        let route = Route(
            method: key.method, path: path, action: action, span: entry.key.span, groups: scope.groups,
            parameters: parameters(node, path: path), body: rawBody == nil ? body.map(TypeReader.use) : nil,
            rawBody: rawBody, accepts: TypeReader.names(node["accepts"]), result: result(node),
            status: node["status"].flatMap { node in node.int.map { Spanned(Int(clamping: $0), node.span) } },
            headers: headers(node["headers"]), errors: errors(node["errors"]), doc: node["doc"]?.text,
            deprecated: TypeReader.deprecation(node["deprecated"]), policies: inner.policies, auth: inner.auth,
            middleware: inner.middleware)
        reportSuperfluous(entry, action)
        return route
    }

    private mutating func checkRepeats(_ path: PathTemplate, in scope: RouteScope) {
        for name in path.parameterNames { scope.checkRepeat(of: name, reporting: &self) }
    }

    private mutating func parameters(_ node: Node, path: PathTemplate) -> [Parameter] {
        var result: [Parameter] = []
        let declared = node["path"]?.mapping ?? []
        let names = path.parameterNames
        var seen: Set<String> = []
        for name in names where seen.insert(name.value).inserted {
            if let entry = declared.first(where: { $0.name == name.value }) {
                result.append(Parameter(source: .path, field: TypeReader.field(entry)))
            } else {
                let field = Field(name: name, type: TypeUse(.scalar(.string), span: name.span))
                result.append(Parameter(source: .path, field: field, isImplicit: true))
            }
        }
        for entry in declared where !names.contains(where: { $0.value == entry.name }) {
            report(
                .notInPath, "'\(entry.name)' is not in the path", at: entry.key.span,
                label: "the path is \(path.text)",
                help: Suggestion.didYouMean(entry.name, among: names.map(\.value))
                    ?? "add `{\(entry.name)}` to the path, or declare it under `query`")
        }
        for source in [ParameterSource.query, .header, .cookie, .form] {
            for entry in node[source.rawValue]?.mapping ?? [] {
                result.append(Parameter(source: source, field: TypeReader.field(entry)))
            }
        }
        return result
    }

    private mutating func result(_ node: Node) -> RouteResult {
        if let streams = node.entry(named: "streams") {
            if let returns = node.entry(named: "returns") {
                report(
                    .conflictingKeys, "a route returns or streams, not both", at: returns.key.span,
                    notes: [Diagnostic.Note("streams", at: streams.key.span)])
            }
            return .events(TypeReader.use(streams.value))
        }
        guard let returns = node["returns"] else { return .none }
        if let raw = returns.text.flatMap(RawContent.init) { return .raw(raw) }
        return .type(TypeReader.use(returns))
    }

    func headers(_ node: Node?) -> [Header] {
        (node?.mapping ?? []).compactMap { entry in
            entry.value.text.map {
                Header(name: Spanned(entry.name, entry.key.span), value: Spanned($0, entry.value.span))
            }
        }
    }

    private func errors(_ node: Node?) -> [RouteError] {
        (node?.mapping ?? []).compactMap { entry in
            guard let status = Int(entry.name) else { return nil }
            let use = TypeReader.use(entry.value)
            var type: TypeUse? = use
            if case .named("Problem") = use.kind, spec.type(named: "Problem") == nil { type = nil }
            return RouteError(status: Spanned(status, entry.key.span), type: type)
        }
    }

    /// Reports keys that mean nothing to the route's action.
    private mutating func reportSuperfluous(_ entry: Node.Entry, _ action: RouteAction) {
        let useless = RouteFits.useless(beside: action.key)
        let actionSpan = entry.value.entry(named: action.key)?.key.span
        for key in entry.value.mapping ?? [] where useless.contains(key.name) {
            report(
                .uselessKey, "'\(key.name)' means nothing to the action '\(action.key)'", at: key.key.span,
                help: help(key.name, action),
                notes: actionSpan.map { [Diagnostic.Note("the action", at: $0)] } ?? [])
        }
    }

    private func help(_ key: String, _ action: RouteAction) -> String? {
        switch (key, action) {
        case ("status", .respond), ("headers", .respond), ("status", .redirect): "put it inside `\(action.key)`"
        case ("cache", .staticFiles): "put it inside `static`"
        case ("body", .hub), ("returns", .hub), ("streams", .hub):
            "what goes over the WebSocket stands in the hub: `receives`, `sends`"
        case ("cors", .hub): "which pages may connect stands in the hub: `origins`"
        case (_, .hub): "a WebSocket has its limits in the hub: `limits`, `heartbeat`"
        case ("room", _): "only a `hub` route has a room"
        default: "a `handler` takes it"
        }
    }
}
