import GatewayDiagnostics

extension SpecCheck {
    static let answers = [
        SpecCheck("answers leave to the service what is the service's") { context in
            for route in context.spec.routes {
                context.checkHeaders(route.headers)
                if case .respond(let response) = route.action { context.checkFixed(response) }
            }
        }
    ]
}

extension CheckContext {
    /// What says where a message ends or how a connection goes on (RFC 9110 §7.6.1, RFC 9112 §6): a wrong one would take answers apart.
    private static let framing: Set<String> = [
        "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding",
        "upgrade",
    ]

    fileprivate mutating func checkHeaders(_ headers: [Header]) {
        for header in headers where Self.framing.contains(header.name.value.lowercased()) {
            report(
                .badHeader, "the service sets '\(header.name.value)' itself", at: header.name.span,
                label: "it says how the answer is sent", help: "leave it out")
        }
    }

    fileprivate mutating func checkFixed(_ response: FixedResponse) {
        checkHeaders(response.headers)
        guard let span = response.statusSpan, [204, 205, 304].contains(response.status) else { return }
        if case .empty = response.body { return }
        report(
            .badStatus, "an answer with status \(response.status) has no body", at: span,
            help: "leave out what it answers, or take 200")
    }
}
