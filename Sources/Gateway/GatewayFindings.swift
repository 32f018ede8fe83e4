public import GatewayDiagnostics
public import GatewaySpec

/// What the gateway has to say about a spec that is sound otherwise.
public enum GatewayFindings {
    /// Warns of every route that it would serve but for a middleware.
    public static func findings(of spec: ServiceSpec) -> DiagnosticSet {
        var diagnostics = DiagnosticSet()
        for route in spec.routes {
            guard let middleware = route.middleware.first else { continue }
            if case .handler = route.action { continue }
            let rule = SpecRule.middlewareNeedsCode
            diagnostics.append(
                Diagnostic(
                    rule.severity, rule.code,
                    "'\(route.requestLine)' answers 501 here: the middleware '\(middleware.value)' needs code",
                    at: middleware.span, help: "`gen api` makes a service of the spec, which runs it",
                    notes: [Diagnostic.Note("the route", at: route.span)]))
        }
        return diagnostics
    }
}
