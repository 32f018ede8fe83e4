import GatewaySpec

/// The service's first tests: they pass as they are, and show how to write more.
struct TestsCode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    var fields: ViewFields {
        let tests =
            [routes]
            + [plan.handlers.lazy.compactMap(handler).first, plan.hubs.lazy.compactMap(hub).first].compactMap { $0 }
        return [
            "Suite": .text(names.testing("Suite")),
            "suite": .text(SwiftLiteral.string(names.service)),
            "tests": .text(tests.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")),
        ]
    }

    private var routes: [String] {
        var writer = SwiftWriter(depth: 1)
        writer.line("@\(names.testing("Test"))(\"the routes of the spec are there\")")
        writer.block("func routes()") { writer in
            writer.line("var routes = \(names.runtime("Routes"))()")
            writer.line("\(names.serviceType).test().register(on: &routes)")
            let first = plan.spec.routes.first?.requestLine ?? ""
            writer.line("#expect(routes.requestLines.contains(\(SwiftLiteral.string(first))))")
        }
        return writer.lines
    }

    /// A call of the first handler whose input can be made up.
    private func handler(_ handler: HandlerPlan) -> [String]? {
        let fields = handler.route.parameters.map(\.field)
        let sample = SampleCode(plan: plan)
        guard var arguments = sample.arguments(fields) else { return nil }
        if let caller = handler.caller, !CallerCode(caller: caller, plan: plan).hasDefaults { return nil }
        if let body = handler.route.body, !body.isOptional {
            guard let value = sample.expression(body) else { return nil }
            arguments.append(("body", value))
        }
        if let raw = handler.route.rawBody?.value {
            arguments.append(("body", .plain(Self.sample(raw, names))))
        }
        let function = SwiftName.escaped(handler.names.function)
        var writer = SwiftWriter(depth: 1)
        writer.line("@\(names.testing("Test"))(\"\(handler.names.function) is still to be written\")")
        writer.block("func \(function)() async") { writer in
            writer.line("// Once it is written, say here what it shall do.")
            SwiftExpression.call("\(handler.names.space).Input", arguments).write(after: "let input = ", to: &writer)
            writer.line("await #expect(throws: \(names.runtime("HTTPError")).self) {")
            writer.indented { $0.line("try await \(names.serviceType).test().\(function)(input, .test)") }
            writer.line("}")
        }
        return writer.lines
    }

    private static func sample(_ body: RawBody, _ names: Names) -> String {
        switch body {
        case .text: "\"\""
        case .binary: "[]"
        case .stream: "\(names.runtime("RequestBody"))()"
        }
    }

    /// A client that comes to the first hub.
    private func hub(_ hub: HubPlan) -> [String]? {
        let sample = SampleCode(plan: plan)
        var arguments: [(label: String?, value: SwiftExpression)] = [
            ("user", hub.spec.user == nil ? "nil" : "\"ann\""), ("room", "\"\(HubBinding.defaultRoom)\""),
        ]
        for input in hub.inputs {
            let value = input.isEverywhere ? sample.expression(input.parameter.field.type, depth: 1) : "nil"
            guard let value else { return nil }
            arguments.append((input.name, value))
        }
        if let caller = hub.caller, !CallerCode(caller: caller, plan: plan).hasDefaults { return nil }
        for (_, name) in hub.claims { arguments.append((name, "\"ann\"")) }
        var writer = SwiftWriter(depth: 1)
        let who = hub.caller == nil ? "anyone" : "whoever is known"
        writer.line("@\(names.testing("Test"))(\"\(who) may come to the hub \(hub.spec.name.value)\")")
        writer.block("func \(hub.names.property)Hub() async throws") { writer in
            SwiftExpression.call(hub.names.input, arguments).write(after: "let input = ", to: &writer)
            writer.line("_ = try await \(hub.names.type)(service: .test()).connecting(input, .test)")
        }
        return writer.lines
    }
}
