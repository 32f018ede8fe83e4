import GatewaySpec

/// How a client gets into a hub: its parameters are read, and who it is and where it goes follow from them.
struct AdmissionCode {
    let hub: HubPlan
    let binding: HubPlan.Binding
    let plan: ServicePlan

    private var route: Route { binding.route }

    func write(to writer: inout SwiftWriter) {
        let reading = RequestReading(plan: plan)
        let parts = route.parameters.map { parameter in
            reading.part(
                HandlerPlan.Input(
                    name: plan.names.member(parameter.field),
                    type: plan.names.inputType(parameter.field, in: plan.spec),
                    source: .parameter(parameter), doc: nil), place: hub.names.type)
        }
        reading.write(parts, of: route.parameters, to: &writer)
        for claim in claims {
            writer.line("let \(local(claim)) = try request.claim(\(SwiftLiteral.string(claim)))")
        }
        let user = hub.spec.user.map { text($0, parts) }
        let room = binding.room.map { text($0, parts) } ?? SwiftLiteral.string(HubBinding.defaultRoom)
        var arguments = ["user: \(user ?? "nil")", "room: \(room)"]
        arguments += hub.inputs.map { input in
            let own = zip(binding.inputNames, parts).first { name, _ in name == input.name }
            return "\(input.name): \(own?.1.value ?? "nil")"
        }
        if let caller = hub.caller {
            let isOpen = route.auth.schemes.isEmpty
            arguments += CallerCode(caller: caller, plan: plan).arguments(isOpen: isOpen)
        }
        arguments += hub.claims.map { "\(SwiftName.escaped($0.name)): \(local($0.claim))" }
        writer.call("let input = \(hub.names.input)", arguments)
        let admission = plan.names.runtime("HubAdmission")
        let rest = hub.keepsInput ? ", keepsInput: true" : ""
        writer.line("return \(admission)(input: input, user: input.user, room: input.room\(rest))")
    }

    /// What the hub asks of the client's authentication, each once.
    private var claims: [String] {
        var claims: [String] = []
        let templates = [hub.spec.user, binding.room].compactMap { $0?.placeholders.map(\.kind) }
        for case .auth(let claim) in templates.flatMap({ $0 }) where !claims.contains(claim) { claims.append(claim) }
        for (claim, _) in hub.claims where !claims.contains(claim) { claims.append(claim) }
        return claims
    }

    /// The constant that holds a claim; a parameter may have its name already.
    private func local(_ claim: String) -> String {
        let name = HubPlan.claimName(claim)
        let isTaken = route.parameters.contains { plan.names.member($0.field) == name }
        return isTaken ? name + "Claim" : SwiftName.escaped(name)
    }

    /// A template of the route's own parameters as a string.
    private func text(_ template: Template, _ parts: [RequestReading.Part]) -> String {
        if let placeholder = template.lonePlaceholder { return value(placeholder, parts, alone: true) }
        let pieces = template.parts.map { piece in
            switch piece {
            case .text(let text): String(SwiftLiteral.string(text).dropFirst().dropLast())
            case .placeholder(let placeholder): "\\(\(value(placeholder, parts, alone: false)))"
            }
        }
        return "\"\(pieces.joined())\""
    }

    private func value(_ placeholder: Placeholder, _ parts: [RequestReading.Part], alone: Bool) -> String {
        if case .auth(let claim) = placeholder.kind { return local(claim) }
        let index = route.parameters.firstIndex {
            placeholder.kind == .parameter($0.source, $0.field.name.value)
        }
        guard let index else {
            plan.findings.notGenerated("'\(placeholder.kind)' here", at: placeholder.span)
            return "\"\""
        }
        let field = route.parameters[index].field
        let value = parts[index].value
        switch plan.spec.scalar(field.type) {
        case .string: return value
        case let scalar? where scalar.isInteger && !alone: return value
        default: return value + ".plainText"
        }
    }
}
