import GatewaySpec

/// `Generated/API.swift`: what the spec asks of the user's service.
struct APICode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// What the template needs beyond the names.
    var fields: ViewFields {
        [
            "protocol": .block(serviceProtocol),
            "hubsStruct": .block(hubsStruct),
            "declarations": .blocks(
                plan.handlers.map(handler) + plan.middleware.map(middleware) + plan.hubs.flatMap(hub)),
        ]
    }

    private var serviceProtocol: [String] {
        var writer = SwiftWriter()
        let parents =
            ([names.runtime("ServiceAPI")] + plan.handlers.map { $0.names.space + ".Handler" }
                + plan.middleware.map(\.type))
        let clause = "where Config == \(names.config), Hubs == \(names.hubs)"
        let flat = "protocol \(names.api): \(parents.joined(separator: ", ")) \(clause)"
        let requirements = plan.hubs.map {
            "associatedtype \($0.names.associatedType): \($0.names.handler) = \($0.names.type) "
                + "where \($0.names.associatedType).Service == Self"
        }
        if flat.count + 2 <= SwiftWriter.width {
            writer.block(flat) { $0.append(requirements) }
            return writer.lines
        }
        writer.line("protocol \(names.api):")
        writer.indented { writer in
            for (index, parent) in parents.enumerated() {
                writer.line(parent + (index == parents.count - 1 ? "" : ","))
            }
        }
        writer.block(clause) { $0.append(requirements) }
        return writer.lines
    }

    private var hubsStruct: [String] {
        var writer = SwiftWriter()
        writer.block("struct \(names.hubs): \(names.runtime("ServiceHubs"))") { writer in
            for hub in plan.hubs {
                writer.doc(Self.routes(of: hub))
                writer.line("let \(SwiftName.escaped(hub.names.property)): \(names.runtime("Hub"))<\(hub.sent)>")
            }
            if !plan.hubs.isEmpty { writer.line() }
            writer.block("init(_ settings: \(names.runtime("ServiceSettings")))") { writer in
                for hub in plan.hubs { HubSettingsCode(hub: hub, names: names).write(to: &writer) }
            }
            writer.line()
            let all = plan.hubs.map { SwiftName.escaped($0.names.property) }.joined(separator: ", ")
            writer.line("var all: [any \(names.runtime("AnyHub"))] { [\(all)] }")
        }
        return writer.lines
    }

    private static func routes(of hub: HubPlan) -> String {
        hub.bindings.map { "`\($0.route.requestLine)`" }.joined(separator: ", ")
    }

    // MARK: handlers

    private func handler(_ handler: HandlerPlan) -> [String] {
        var writer = SwiftWriter()
        writer.doc(
            "`\(handler.requestLine)` → \(handler.route.successStatus)" + (handler.returns.map { " `\($0)`" } ?? ""))
        for error in handler.route.errors {
            let body = error.type.map { "`\(names.swift($0, in: plan.spec))`" } ?? "a problem document"
            writer.doc("Error \(error.status.value): \(body)")
        }
        if let deprecated = handler.route.deprecated {
            writer.doc(deprecated.isEmpty ? "Deprecated." : "Deprecated: \(deprecated)")
        }
        writer.block("enum \(handler.names.space)") { writer in
            writer.doc("What the handler gets, decoded and checked.")
            writer.block("struct Input: \(handler.streamsBody ? "" : "Hashable, ")Sendable") { writer in
                if let caller = handler.caller { CallerCode(caller: caller, plan: plan).writeMembers(to: &writer) }
                for input in handler.inputs {
                    writer.doc(input.doc)
                    writer.line("var \(SwiftName.escaped(input.name)): \(input.type)\(defaultValue(input))")
                }
            }
            writer.line()
            writer.doc(handler.route.doc ?? "Answers `\(handler.requestLine)`.")
            writer.block("protocol Handler") { writer in
                FunctionCode(handler: handler, names: names).write(input: "Input", body: false, to: &writer)
            }
        }
        return writer.lines
    }

    private func defaultValue(_ input: HandlerPlan.Input) -> String {
        guard case .parameter(let parameter) = input.source, let value = parameter.field.defaultValue else { return "" }
        let code = LiteralCode(spec: plan.spec, names: names).expression(value.value, for: parameter.field.type)
        if code == nil {
            plan.findings.notGenerated(
                "a default for a value of this type", at: value.span,
                instead: "make it optional and choose in the handler")
        }
        return code.map { " = \($0)" } ?? ""
    }

    private func middleware(_ middleware: MiddlewarePlan) -> [String] {
        var writer = SwiftWriter()
        writer.doc("The middleware `\(middleware.spec.name.value)`, \(middleware.place).")
        writer.block("protocol \(middleware.type)") { writer in
            writer.doc(middleware.doc)
            FunctionCode.write(middleware, names, body: false, to: &writer)
        }
        return writer.lines
    }

    // MARK: hubs

    private func hub(_ hub: HubPlan) -> [[String]] {
        [hubProtocol(hub), clientAlias(hub), input(hub), logic(hub)]
    }

    private func hubProtocol(_ hub: HubPlan) -> [String] {
        var writer = SwiftWriter()
        if let doc = hub.spec.doc { writer.doc(doc) }
        writer.doc("The hub `\(hub.spec.name.value)`: receives `\(hub.received)`, sends `\(hub.sent)`.")
        let parent = names.runtime(hub.spec.isAsync ? "AsyncHubHandler" : "HubHandler")
        let clause = "where Input == \(hub.names.input), Received == \(hub.received), Sent == \(hub.sent)"
        let head = "protocol \(hub.names.handler): \(parent)"
        if head.count + clause.count + 3 <= SwiftWriter.width {
            writer.line("\(head) \(clause) {")
        } else {
            writer.line(head)
            writer.line(clause + " {")
        }
        writer.indented { writer in
            writer.line("associatedtype Service: \(names.api)")
            writer.line("init(service: Service)")
        }
        writer.line("}")
        return writer.lines
    }

    private func clientAlias(_ hub: HubPlan) -> [String] {
        [
            "/// A client of the hub `\(hub.spec.name.value)`.",
            "typealias \(hub.names.client) = \(names.runtime("HubClient"))<\(hub.names.type).State, \(hub.sent)>",
        ]
    }

    private func input(_ hub: HubPlan) -> [String] {
        var writer = SwiftWriter()
        writer.doc("Who wants in at the hub `\(hub.spec.name.value)`, and with what.")
        writer.block("struct \(hub.names.input): Hashable, Sendable") { writer in
            writer.doc("Who the client is\(hub.spec.user == nil ? ": nobody in particular" : "").")
            writer.line("var user: String\(hub.spec.user == nil ? "?" : "")")
            writer.doc("The room it enters.")
            writer.line("var room: String")
            for input in hub.inputs {
                let scalar = plan.spec.scalar(input.parameter.field.type)
                writer.doc(ConstraintText.doc(input.parameter.field, scalar: scalar))
                writer.line("var \(SwiftName.escaped(input.name)): \(Self.type(of: input))")
            }
            if let caller = hub.caller { CallerCode(caller: caller, plan: plan).writeMembers(to: &writer) }
            for (claim, name) in hub.claims {
                writer.doc("What the client's authentication says of '\(claim)'.")
                writer.line("var \(SwiftName.escaped(name)): String")
            }
        }
        return writer.lines
    }

    /// A parameter that a route doesn't have is nil there.
    private static func type(of input: HubPlan.Input) -> String {
        input.isEverywhere || input.type.hasSuffix("?") ? input.type : input.type + "?"
    }

    private func logic(_ hub: HubPlan) -> [String] {
        var writer = SwiftWriter()
        HubLogicCode(spec: plan.spec, names: names, hub: hub, findings: plan.findings).write(to: &writer)
        return writer.lines
    }
}

/// The function of a handler or a middleware.
struct FunctionCode {
    let handler: HandlerPlan
    let names: Names

    /// Writes its head; with `body`, up to the opening brace.
    func write(input: String, body: Bool, to writer: inout SwiftWriter) {
        let result = handler.returns.map { " -> \($0)" } ?? ""
        writer.call(
            "func \(SwiftName.escaped(handler.names.function))",
            ["_ input: \(input)", "_ context: \(names.runtime("RequestContext"))"],
            " async throws\(result)\(body ? " {" : "")")
    }

    /// The same for a middleware.
    static func write(_ middleware: MiddlewarePlan, _ names: Names, body: Bool, to writer: inout SwiftWriter) {
        writer.call(
            "func \(SwiftName.escaped(middleware.function))",
            [
                "_ request: \(names.runtime("Request"))", "_ context: \(names.runtime("RequestContext"))",
                "_ next: \(names.runtime("Next"))",
            ], " async throws -> \(names.runtime("Response"))\(body ? " {" : "")")
    }
}
