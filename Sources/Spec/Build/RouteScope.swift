import GatewayDiagnostics
import GatewayYAML

/// What the spec and the groups around a route say about it.
struct RouteScope {
    var groups: [String] = []
    var prefix: [PathTemplate.Segment] = []
    var policies = Policies()
    var middleware: [Spanned<String>] = []
    var auth = AuthRequirement.open

    /// The scope inside of a group.
    func entering(_ group: Node, reporting builder: inout SpecBuilder) -> RouteScope {
        var inner = self
        if let name = group["name"]?.text { inner.groups.append(name) }
        if let node = group["prefix"] {
            let prefix = Self.prefix(node, reporting: &builder)
            for name in PathTemplate(segments: prefix).parameterNames { checkRepeat(of: name, reporting: &builder) }
            inner.prefix += prefix
        }
        inner.apply(group, reporting: &builder)
        return inner
    }

    /// Takes over what a group or a route says about access and policies.
    mutating func apply(_ node: Node, reporting builder: inout SpecBuilder) {
        if let stated = PolicyReader.policies(node) { policies = stated.inheriting(policies) }
        if let value = node["auth"] { auth = Self.auth(value) }
        for name in TypeReader.names(node["without"]) {
            if middleware.contains(name) {
                middleware.removeAll { $0 == name }
            } else {
                builder.report(
                    .notInUse, "'\(name.value)' is not in use here", at: name.span,
                    label: "no group around it, nor the spec, uses it",
                    help: Suggestion.didYouMean(name.value, among: middleware.map(\.value)))
            }
        }
        let outer = middleware
        for name in TypeReader.names(node["use"]) {
            if let earlier = outer.first(where: { $0 == name }) {
                builder.report(
                    .duplicateItem, "'\(name.value)' is in use here already", at: name.span,
                    notes: [Diagnostic.Note("used for all routes inside", at: earlier.span)])
            } else if !middleware.contains(name) {
                middleware.append(name)
            }
        }
    }

    /// Reports a parameter whose name a prefix around has already.
    func checkRepeat(of name: Spanned<String>, reporting builder: inout SpecBuilder) {
        guard let earlier = PathTemplate(segments: prefix).parameterNames.first(where: { $0 == name }) else { return }
        builder.report(
            .pathSyntax, "the parameter '\(name.value)' stands in the path twice", at: name.span,
            help: "give it another name", notes: [Diagnostic.Note("in the prefix of a group around", at: earlier.span)])
    }

    private static func auth(_ node: Node) -> AuthRequirement {
        let names = TypeReader.names(node)
        let schemes = names.filter { $0.value != "none" }
        if schemes.isEmpty { return names.isEmpty ? .anyOf([]) : .open }
        return schemes.count == names.count ? .anyOf(schemes) : .anyOfOrNobody(schemes)
    }

    private static func prefix(_ node: Node, reporting builder: inout SpecBuilder) -> [PathTemplate.Segment] {
        guard let text = node.text, !text.contains("${") else { return [] }
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        if text.hasSuffix("/"), text.hasPrefix("/") {
            builder.report(
                .pathSyntax, "a prefix does not end with '/'", at: node.span,
                help: trimmed.isEmpty ? "leave it out" : "write `\(trimmed)`")
        }
        if trimmed.isEmpty { return [] }
        let (path, complaints) = PathText.read(trimmed, in: node, from: 0)
        for complaint in complaints {
            let span = complaint.part.map { node.span(from: $0.lowerBound, count: $0.count) } ?? node.span
            builder.report(complaint.rule, complaint.message, at: span, label: complaint.label, help: complaint.help)
        }
        if let rest = path?.segments.first(where: { if case .rest = $0.kind { true } else { false } }) {
            builder.report(
                .pathSyntax, "a prefix cannot take the rest of a path", at: rest.span, help: "write `{name}`")
        }
        return path?.segments ?? []
    }
}
