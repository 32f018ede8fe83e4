import GatewayDiagnostics
import GatewayYAML

extension SpecBuilder {
    /// The route's action; the first if there are several.
    func action(_ node: Node) -> RouteAction? {
        guard let entry = node.mapping?.first(where: { Place.actions.contains($0.name) }) else { return nil }
        let value = entry.value
        switch entry.name {
        case "handler": return value.text.map { .handler(Spanned($0, value.span)) }
        case "hub":
            return name(value).map {
                .hub(HubBinding(hub: $0, room: node["room"].map { TemplateText.read($0).template }))
            }
        case "presence": return name(value).map(RouteAction.presence)
        case "proxy": return name(value).map(RouteAction.proxy)
        case "static": return staticFiles(value).map(RouteAction.staticFiles)
        case "redirect": return redirect(value).map(RouteAction.redirect)
        default: return .respond(respond(value))
        }
    }

    private func name(_ node: Node) -> Spanned<String>? {
        node.string.map { Spanned($0, node.span) }
    }

    private func staticFiles(_ node: Node) -> StaticFiles? {
        var files = plainFiles(node)
        files?.isPrecompressed = node["precompressed"]?.bool ?? false
        return files
    }

    private func plainFiles(_ node: Node) -> StaticFiles? {
        let cache = node["cache"]?.text.flatMap(DurationText.parse)
        if let file = node["file"].flatMap(name) { return StaticFiles(source: .file(file), cache: cache) }
        guard let directory = node["dir"].flatMap(name) else { return nil }
        return StaticFiles(source: .directory(directory), cache: cache, index: node["index"]?.text)
    }

    private func redirect(_ node: Node) -> Redirect? {
        guard let target = (node["to"] ?? node).text.map({ Spanned($0, (node["to"] ?? node).span) }) else { return nil }
        return Redirect(target: target, status: node["status"]?.text.flatMap { Int($0) } ?? 302)
    }

    private func respond(_ node: Node) -> FixedResponse {
        var body = FixedResponse.Body.empty
        if let text = node["text"]?.text {
            body = .text(text)
        } else if let html = node["html"]?.text {
            body = .html(html)
        } else if let json = node["json"] {
            body = .json(TypeReader.literal(json))
        }
        let isEmpty = if case .empty = body { true } else { false }
        let status = node["status"]?.int.map { Int(clamping: $0) } ?? (isEmpty ? 204 : 200)
        return FixedResponse(
            body: body, status: status, statusSpan: node["status"]?.span, headers: headers(node["headers"]))
    }
}
