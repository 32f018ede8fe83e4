import GatewayDiagnostics
import GatewayYAML

/// Makes the model of checked nodes: merges the files, folds groups into routes.
///
/// What has the wrong form was reported by the shape check and is passed over here; what is reported here can only be seen while the
/// pieces are put together. Everything about meaning is left to the rules.
struct SpecBuilder {
    var spec: ServiceSpec
    var diagnostics = DiagnosticSet()

    /// Builds the spec of some documents, imported ones before those that import them.
    init(_ documents: [SpecDocument], main: SourceFile) {
        let end = main.span(.start, .start)
        spec = ServiceSpec(name: Spanned("", end), file: main)
        var types: [TypeDeclaration] = []
        for document in documents { types += declarations(document.root) }
        spec.types = types
        for document in documents where document.isMain { readService(document.root) }
        for document in documents { readParts(document.root) }
        for document in documents { readHubs(document.root["hubs"]) }
        for document in documents { readRoutes(document) }
    }

    mutating func report(
        _ rule: SpecRule, _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(
            Diagnostic(rule.severity, rule.code, message, at: span, label: label, help: help, notes: notes))
    }

    private mutating func readService(_ root: Node) {
        if let node = root["service"], let text = node.text { spec.name = Spanned(text, node.span) }
        spec.envelope = PolicyReader.envelope(root["envelope"])
        for word in TypeReader.names(root["transports"]) {
            guard let transport = ServiceSpec.Transport(rawValue: word.value),
                !spec.transports.contains(where: { $0.value == transport })
            else { continue }
            spec.transports.append(Spanned(transport, word.span))
        }
        guard let info = root["info"] else { return }
        spec.info = ServiceInfo(
            title: info["title"]?.text, version: info["version"]?.text, description: info["description"]?.text)
    }

    private mutating func readParts(_ root: Node) {
        for entry in root["auth"]?.mapping ?? [] {
            spec.auth.append(authScheme(entry))
        }
        for item in root["middleware"]?.sequence ?? [] {
            if let declaration = middleware(item) { spec.middleware.append(declaration) }
        }
        for entry in root["upstreams"]?.mapping ?? [] {
            spec.upstreams.append(
                UpstreamSpec(
                    name: Spanned(entry.name, entry.key.span), targets: TypeReader.names(entry.value["targets"]),
                    balance: entry.value["balance"]?.text.flatMap(UpstreamSpec.Balance.init) ?? .p2c,
                    doc: entry.value["doc"]?.text))
        }
    }

    private mutating func readRoutes(_ document: SpecDocument) {
        let root = document.root
        var scope = RouteScope()
        if document.isMain {
            scope.policies = PolicyReader.policies(root) ?? Policies()
            scope.middleware = TypeReader.names(root["use"])
        }
        readRoutes(root["routes"], in: scope)
        readGroups(root["groups"], in: scope)
    }

    private mutating func readGroups(_ node: Node?, in scope: RouteScope) {
        for group in node?.sequence ?? [] where group.mapping != nil {
            let inner = scope.entering(group, reporting: &self)
            readRoutes(group["routes"], in: inner)
            readGroups(group["groups"], in: inner)
        }
    }

    private mutating func readRoutes(_ node: Node?, in scope: RouteScope) {
        for entry in node?.mapping ?? [] {
            if let route = route(entry, in: scope) { spec.routes.append(route) }
        }
    }
}

/// One file of a spec.
struct SpecDocument {
    var root: Node
    var isMain: Bool
}
